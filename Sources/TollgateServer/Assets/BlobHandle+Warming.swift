import Glibc
import NIOCore
import NIOPosix
import TollgateCore

extension BlobHandle {
  /// Begins to bring a part of the file into the system's memory; `nil` where it is there.
  func warming(_ part: Range<Int64>, on eventLoop: any EventLoop) -> EventLoopFuture<Void>? {
    if isWarm(part) { return nil }
    return NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) { try self.warm(part) }
  }

  /// Whether the system has all of a part in its own memory. This waits for nothing: the mapping is never read.
  func isWarm(_ part: Range<Int64>) -> Bool {
    let pageSize = Int64(sysconf(CInt(_SC_PAGESIZE)))
    let start = part.lowerBound / pageSize * pageSize
    let length = Int(part.upperBound - start)
    guard length > 0 else { return true }
    guard let map = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, off_t(start)), unsafe map != MAP_FAILED else {
      return false
    }
    defer { unsafe munmap(map, length) }
    return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: (length + Int(pageSize) - 1) / Int(pageSize)) {
      pages in
      unsafe mincore(map, length, pages.baseAddress) == 0 && pages.allSatisfy { $0 & 1 == 1 }
    }
  }

  /// Has the system read a part of the file into its own memory, and waits until it has: `sendfile` then need not wait for the
  /// disk. What is there already is passed over quickly.
  func warm(_ part: Range<Int64>) throws(BlobError) {
    // All of it is asked for at once, and then waited for: a read of a byte ends when the system has what is around it.
    _ = posix_fadvise(descriptor, off_t(part.lowerBound), off_t(part.count), POSIX_FADV_WILLNEED)
    var failure: CInt?
    unsafe withUnsafeTemporaryAllocation(byteCount: Self.warmingStep, alignment: 16) { buffer in
      var offset = part.lowerBound
      while offset < part.upperBound {
        let count = min(buffer.count, Int(part.upperBound - offset))
        let result = unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset))
        if result < 0 && errno == EINTR { continue }
        if result < 0 { failure = errno }
        // Where the file was cut short there is nothing to wait for; whoever sends it sees that.
        guard result > 0 else { return }
        offset += Int64(result)
      }
    }
    if let failure { throw .failed("cannot read a kept file: \(unsafe String(cString: strerror(failure)))") }
  }

  private static var warmingStep: Int { 64 * 1024 }
}
