import ArgumentParser
import Foundation
import TollgateConfiguration
import TollgateCore

struct CacheExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write results with their files into a bundle, for other gateways.",
    discussion: """
      The bundle is a tar archive on standard output. It has requests, results and files, and no key or secret. The same \
      results make the same bytes. With mode: replay and an imported bundle a gateway answers its requests and never buys.

        tollgate cache export --model 'google/*' > bundle.tar
        tollgate cache export --search "red fox" --since 30d > foxes.tar
      """)

  @OptionGroup var source: AdministrationOptions
  @OptionGroup var selection: ResultSelection

  func run() async throws {
    guard isatty(STDOUT_FILENO) == 0 else {
      throw ValidationError("A bundle is nothing to look at; write it into a file: tollgate cache export > bundle.tar")
    }
    let access = try source.access()
    let query = try selection.query(at: SystemTimeSource().now(), in: access.timeZone)
    let counts = try await access.run { administration in
      let bundle = try await administration.export(query)
      guard bundle.counts.entries > 0 else { return bundle.counts }
      let bar = ProgressBar("Exporting", total: bundle.size)
      defer { bar.end() }
      let output = OutputFile()
      do {
        try await bundle.write { bytes in
          do { try FileHandle.standardOutput.write(contentsOf: bytes) } catch {
            throw CommandFailure(.failure, "The bundle could not be written; make room for it, and export again.")
          }
          bar.advance(by: bytes.count)
        }
      } catch {
        bar.end()
        Console.remark(
          output.takeBack()
            ? "The bundle is not complete; what was written of it is taken back."
            : "The bundle is not complete; throw away what was written of it.")
        throw error
      }
      return bundle.counts
    }
    if counts.skipped > 0 {
      Console.remark(
        "\(counts.skipped) of the results are left out: not all of their files are kept, or they are too large for a bundle.")
    }
    guard counts.entries > 0 else {
      throw CommandFailure(.failure, "There is no such result with its files; nothing was written.")
    }
    Console.remark(
      "The bundle has \(DisplayText.count(counts.entries, "result")) and \(DisplayText.count(counts.files, "file")).")
  }
}
