import ArgumentParser

struct Completions: ParsableCommand {
  /// The shells for which there are some.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash
    case zsh
    case fish

    fileprivate var known: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  static let configuration = CommandConfiguration(
    abstract: "Print what lets a shell complete commands and options.",
    discussion: """
      bash, in ~/.bashrc:

        source <(tollgate completions bash)

      zsh, in a folder of fpath, before compinit in ~/.zshrc:

        tollgate completions zsh > ~/.zsh/completions/_tollgate

      fish:

        tollgate completions fish > ~/.config/fish/completions/tollgate.fish
      """)

  @OptionGroup var here: HereOnly
  @Argument(help: "Which one.")
  var shell: Shell

  func run() throws { Console.result(Tollgate.completionScript(for: shell.known)) }
}
