import Foundation
import Subprocess
import SystemPackage
import Testing

/// What lets a shell complete commands is taken by that shell.
@Suite struct CompletionsTests {
  @Test(arguments: [("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])] as [(String, [String])])
  func areTakenByTheirShell(_ shell: String, _ check: [String]) async throws {
    try await CommandLineProgram.inFolder { program in
      let script = try await program.run(["completions", shell])
      #expect(script.code == 0 && script.errors.isEmpty)
      for word in ["tollgate", "resolve", "upstream-id", "gateway"] { #expect(script.output.contains(word)) }
      #expect(try await program.run(["--generate-completion-script", shell]).output == script.output)
      // A shell that is not on this machine checks nothing.
      let places = ["/bin/", "/usr/bin/"].map { $0 + shell }
      guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else { return }
      try program.write(script.output, to: "script")
      let checked = try await Subprocess.run(
        .path(FilePath(place)), arguments: Arguments(check + [program.folder.appending(path: "script").path]),
        output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
      #expect(checked.terminationStatus == .exited(0), "\(checked.standardError)")
    }
  }
}
