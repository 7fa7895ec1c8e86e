import Foundation

/// The file that standard output goes to, where it is one.
struct OutputFile {
  /// Its size before anything was written; `nil` where it is a pipe or the like.
  private let size: off_t?

  init() {
    // A pipe has no place, and a terminal's is of no use.
    let end = isatty(STDOUT_FILENO) == 0 ? lseek(STDOUT_FILENO, 0, SEEK_END) : -1
    size = end >= 0 ? end : nil
  }

  /// Takes away what was written.
  ///
  /// - Returns: whether it is away.
  func takeBack() -> Bool {
    guard let size, ftruncate(STDOUT_FILENO, size) == 0 else { return false }
    return lseek(STDOUT_FILENO, size, SEEK_SET) == size
  }
}
