import NIOPosix
import TollgateCore

/// Work that waits for the disk, on the threads that NIO keeps for such work: those of the concurrency pool are few.
enum BlockingWork {
  /// Does the work to its end, also where the task is cancelled meanwhile.
  static func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(BlobError) -> Value
  ) async throws(BlobError) -> Value {
    let result: Result<Value, BlobError> = await withCheckedContinuation { continuation in
      NIOThreadPool.singleton.submit { _ in
        do throws(BlobError) {
          continuation.resume(returning: .success(try work()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try result.get()
  }
}
