import Glibc
import TollgateCore

/// The system calls that a blob folder needs, with errors that say what they mean for it.
enum FileSystem {
  /// Makes a folder where it is missing, durably.
  static func makeFolder(_ path: String, in parent: String) throws(BlobError) {
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make", path) }
    // Also where it is there: whoever made it may not have come to this, or not yet.
    try syncFolder(parent)
  }

  /// Makes a new, empty file for writing.
  static func create(_ path: String) throws(BlobError) -> CInt {
    let descriptor = unsafe Glibc.open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure("make", path) }
    return descriptor
  }

  /// Opens a file for reading; `nil` where there is none, or something that is no file.
  static func open(_ path: String) throws(BlobError) -> BlobHandle? {
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ELOOP { return nil }
      throw failure("open", path)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    return BlobHandle(descriptor: descriptor, size: Int64(status.st_size))
  }

  /// The size of a file in bytes; `nil` where there is none, or something that is no file.
  static func size(of path: String) throws(BlobError) -> Int64? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw failure("look at", path)
    }
    return status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
  }

  static func write(_ bytes: [UInt8], to descriptor: CInt, at offset: Int64) throws(BlobError) {
    var written = 0
    while written < bytes.count {
      let result = unsafe bytes.withUnsafeBytes {
        unsafe pwrite(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written, off_t(offset) + off_t(written))
      }
      if result < 0 && errno == EINTR { continue }
      guard result > 0 else { throw failure("write", "a file in blobs/drafts") }
      written += result
    }
  }

  static func empty(_ descriptor: CInt) throws(BlobError) {
    guard ftruncate(descriptor, 0) == 0 else { throw failure("shorten", "a file in blobs/drafts") }
  }

  static func rename(_ path: String, to target: String) throws(BlobError) {
    guard unsafe Glibc.rename(path, target) == 0 else { throw failure("rename", path) }
  }

  /// That there is no file is no error.
  static func remove(_ path: String) throws(BlobError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else { throw failure("remove", path) }
  }

  static func sync(_ descriptor: CInt, _ path: String) throws(BlobError) {
    guard fsync(descriptor) == 0 else { throw failure("sync", path) }
  }

  /// Makes a folder's entries durable: a new file can vanish in a power cut although its own content was synced.
  static func syncFolder(_ path: String) throws(BlobError) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    try sync(descriptor, path)
  }

  /// Calls `body` with the name of whatever is in a folder; with none where there is no folder.
  static func forEachName(in folder: String, _ body: (String) throws(BlobError) -> Void) throws(BlobError) {
    guard let stream = unsafe opendir(folder) else {
      if errno == ENOENT || errno == ENOTDIR { return }
      throw failure("list", folder)
    }
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      try body(
        unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    guard errno == 0 else { throw failure("list", folder) }
  }

  /// What the last failed system call of this thread means.
  private static func failure(_ action: String, _ path: String) -> BlobError {
    switch errno {
    case ENOSPC, EDQUOT: .noRoom
    default: .failed("cannot \(action) \(path): \(unsafe String(cString: strerror(errno)))")
    }
  }
}
