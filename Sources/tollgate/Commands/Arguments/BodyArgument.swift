import ArgumentParser
import Foundation

/// The file with a create's JSON.
struct BodyArgument: ParsableArguments {
  @Argument(help: "The file with the create's JSON, or - for standard input.", completion: .file(extensions: ["json"]))
  var file: String

  /// Reads the body.
  ///
  /// - Throws: what is wrong with the file.
  func read(atMost limit: Int) throws -> [UInt8] {
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
