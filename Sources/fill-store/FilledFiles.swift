import ArgumentParser
import Glibc
import TollgateCore

/// Files for rows to name. They have their names and sizes, which is all that a gateway looks at before it serves one, and take
/// no room: very many are one file under so many names, and that one is a hole.
struct FilledFiles {
  /// How many names one file may have; ext4 allows 65,000.
  private static let names = 50_000

  let folder: String

  func make(of generation: FilledGeneration) throws {
    let name = HexDigits.text(of: generation.asset)
    let path = "\(folder)/\(name.prefix(2))/\(name)"
    let original = "\(folder)/drafts/filled-\((generation.number - 1) / Self.names)"
    if (generation.number - 1) % Self.names == 0 {
      let file = unsafe open(original, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
      guard file >= 0, ftruncate(file, Int(FilledGeneration.fileSize)) == 0, close(file) == 0 else { throw failure(original) }
    }
    if unsafe link(original, path) == 0 { return }
    guard errno == ENOENT, unsafe mkdir("\(folder)/\(name.prefix(2))", 0o700) == 0, unsafe link(original, path) == 0 else {
      throw failure(path)
    }
  }

  private func failure(_ path: String) -> ValidationError {
    ValidationError("\(path) cannot be made: error \(errno).")
  }
}
