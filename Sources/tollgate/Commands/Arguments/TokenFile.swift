import ArgumentParser
import Foundation

/// A file with a token.
enum TokenFile {
  private static let longestToken = 4096

  /// Reads the first line. Of standard input no byte behind it is taken: a command may read on.
  ///
  /// - Throws: ``ArgumentParser/ValidationError`` where there is none.
  static func read(_ file: String) throws -> String {
    let handle: FileHandle
    if file == "-" {
      if Terminal.isInputTyped { Console.remark("The token:") }
      handle = .standardInput
    } else {
      guard let opened = try? FileHandle(forReadingFrom: URL(filePath: file)) else {
        throw ValidationError("\(file) cannot be read; --token-file names the file whose first line is the token.")
      }
      handle = opened
    }
    var line: [UInt8] = []
    while line.count < longestToken, let byte = (try? handle.read(upToCount: 1))?.first, byte != UInt8(ascii: "\n") {
      line.append(byte)
    }
    let token = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else {
      throw ValidationError("There is no token in the first line of \(file == "-" ? "the input" : file).")
    }
    return token
  }
}
