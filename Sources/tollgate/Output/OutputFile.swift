import Foundation

/// The file that standard output goes to, where it is one.
struct OutputFile {
  /// Its size before anything was written; `nil` where it is a pipe or the like.
  private let size: off_t?

  init() {
    var status = stat()
    let isFile = unsafe fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    size = isFile ? status.st_size : nil
  }

  /// Takes away what was written.
  ///
  /// - Returns: whether it is away.
  func takeBack() -> Bool {
    guard let size, ftruncate(STDOUT_FILENO, size) == 0 else { return false }
    return lseek(STDOUT_FILENO, size, SEEK_SET) == size
  }
}
