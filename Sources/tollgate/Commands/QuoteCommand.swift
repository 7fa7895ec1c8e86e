import ArgumentParser
import Foundation
import TollgateConfiguration
import TollgateCore

struct QuoteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quote", abstract: "Say what a create would do and cost, and spend nothing.",
    discussion: """
      The running gateway is asked; nothing is bought, reserved or counted. Somebody else may be first afterwards: it is no \
      promise. The exit code is 1 where the create would be refused.

        tollgate quote create.json
        tollgate quote - --key alice < create.json
      """)

  @OptionGroup var source: ConfigurationOption
  @Argument(help: "The file with the create's JSON, or - for standard input.", completion: .file(extensions: ["json"]))
  var file: String
  @Option(help: ArgumentHelp("The key that it would be sent with.", valueName: "name"))
  var key: String?
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let configuration = try source.load()
    let body = try read(atMost: configuration.server.limits.body.bytes)
    let quote = try await AdministrationAccess(configuration: configuration).run {
      try await $0.quote(body, forKeyNamed: key)
    }
    if json { try Console.json(quote) } else { Console.result(QuoteText.rendered(quote, width: Terminal.width)) }
    guard quote.outcome != .refused else { throw ExitCode.failure }
  }

  private func read(atMost limit: Int) throws -> [UInt8] {
    let data: Data?
    if file == "-" {
      data = try? FileHandle.standardInput.read(upToCount: limit + 1)
    } else {
      data = try? FileHandle(forReadingFrom: URL(filePath: file)).read(upToCount: limit + 1)
    }
    guard let data, !data.isEmpty else {
      throw ValidationError("There is nothing to read in \(file); name a file with the JSON that the create would send.")
    }
    guard data.count <= limit else {
      throw ValidationError("\(file) is larger than \(limit) bytes; send media by URL, or raise server.limits.body.")
    }
    return Array(data)
  }
}
