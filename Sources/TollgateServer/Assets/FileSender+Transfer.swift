import Glibc
import NIOCore
import TollgateCore

extension FileSender {
  /// The part of a file that is being sent. It belongs to the connection's event loop.
  final class Transfer {
    /// Keeps the file open.
    private let handle: BlobHandle
    /// The same descriptor as NIO wants it. It is not its own: the file is closed by `handle`.
    let file: NIOFileHandle
    var next: Int64
    let end: Int64
    let patience: TimeAmount
    let done: EventLoopPromise<Void>

    init(handle: BlobHandle, next: Int64, end: Int64, patience: TimeAmount, done: EventLoopPromise<Void>) {
      self.handle = handle
      self.next = next
      self.end = end
      self.patience = patience
      self.done = done
      file = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: handle.descriptor)
    }

    deinit {
      // Without this it would think that it was forgotten open.
      _ = try? file.takeDescriptorOwnership()
    }

    func finish(_ result: Result<Void, any Error>) { done.completeWith(result) }

    /// Whether the file still has bytes up to this place.
    func fileReaches(_ end: Int64) -> Bool {
      var status = stat()
      return unsafe fstat(handle.descriptor, &status) == 0 && Int64(status.st_size) >= end
    }
  }
}
