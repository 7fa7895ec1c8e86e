import ArgumentParser
import Foundation
import TollgateCore

struct CacheImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take results with their files from a bundle.",
    discussion: """
      Everything is checked before anything changes: a bundle with one wrong byte is refused as a whole. What is imported \
      answers the requests of every key, costs nothing, and stands behind what was bought here. Importing twice is harmless.

        tollgate cache import bundle.tar
        curl -s https://example.org/bundle.tar | tollgate cache import -
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The bundle, or - for standard input.", completion: .file(extensions: ["tar"]))
  var file: String
  @Flag(help: "Print JSON for scripts.")
  var json = false

  func run() async throws {
    let handle: FileHandle
    var size: Int64?
    if file == "-" {
      handle = .standardInput
    } else {
      guard let opened = try? FileHandle(forReadingFrom: URL(filePath: file)) else {
        throw ValidationError("\(file) cannot be read; name the file that tollgate cache export wrote.")
      }
      handle = opened
      size = (try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? Int64
    }
    let bar = ProgressBar("Importing", total: size)
    defer { bar.end() }
    let pieces = FilePieces(handle: handle) { bar.advance(by: $0) }
    let report = try await source.access().run(makesFolder: true) {
      try await $0.importBundle(pieces)
    }
    bar.end()
    guard !json else {
      Console.result(try JSONText.pretty(report))
      return
    }
    let known = report.known > 0 ? "; there already: \(report.known)" : ""
    Console.remark("Imported: \(DisplayText.count(report.imported, "result"))\(known).")
  }
}
