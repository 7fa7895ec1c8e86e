/// Everything that is wrong with a configuration: one sentence per line, each with its place and the remedy.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// The sentences, in the order of the file, those about the environment last. Never empty.
  package let problems: [String]

  /// How many sentences the description shows; a file that is no configuration at all would fill the screen.
  static let shownProblems = 20

  init(_ problem: String) { problems = [problem] }

  init(_ problems: [String]) { self.problems = problems }

  /// One sentence per line; of many, the first ones and how many more there are.
  package var description: String {
    let shown = problems.prefix(Self.shownProblems).joined(separator: "\n")
    let hidden = problems.count - Self.shownProblems
    return hidden > 0 ? shown + "\nand \(hidden) more." : shown
  }
}
