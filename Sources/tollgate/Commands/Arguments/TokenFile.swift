import ArgumentParser
import Foundation

/// A file with a token.
enum TokenFile {
  /// In bytes.
  private static let longestToken = 4096

  /// Reads the first line. Of standard input no byte behind it is taken: a command may read on. What is typed is not shown.
  ///
  /// - Throws: ``ArgumentParser/ValidationError`` where there is none.
  static func read(_ file: String) throws -> String {
    let line: [UInt8]
    if file == "-" {
      line = HiddenTyping.during {
        if Terminal.isInputTyped { Console.remark("The token, which is not shown:") }
        return firstLine(of: .standardInput)
      }
    } else {
      guard let handle = try? FileHandle(forReadingFrom: URL(filePath: file)) else {
        throw ValidationError("\(file) cannot be read; --token-file names the file whose first line is the token.")
      }
      line = firstLine(of: handle)
    }
    let place = file == "-" ? "the input" : file
    guard line.count <= longestToken else {
      throw ValidationError(
        "The first line of \(place) is longer than \(longestToken) bytes, which no token is; --token-file names the file whose "
          + "first line is the token.")
    }
    let token = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else { throw ValidationError("There is no token in the first line of \(place).") }
    return token
  }

  /// The first line, or as much of it as is enough to see that it is too long.
  private static func firstLine(of handle: FileHandle) -> [UInt8] {
    var line: [UInt8] = []
    while line.count <= longestToken, let byte = (try? handle.read(upToCount: 1))?.first, byte != UInt8(ascii: "\n") {
      line.append(byte)
    }
    return line
  }
}
