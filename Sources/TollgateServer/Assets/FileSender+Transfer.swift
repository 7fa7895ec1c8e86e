import Glibc
import NIOCore
import NIOPosix
import TollgateCore

extension FileSender {
  /// The part of a file that is being sent. It belongs to the connection's event loop.
  final class Transfer {
    /// Keeps the file open.
    private let handle: BlobHandle
    private let eventLoop: any EventLoop
    /// The same descriptor as NIO wants it. It is not its own: the file is closed by `handle`.
    let file: NIOFileHandle
    var next: Int64
    let end: Int64
    /// The bytes before this are in the system's memory.
    private(set) var ready: Int64
    /// The fetching of the bytes behind those; `nil` where they are there already.
    private(set) var window: EventLoopFuture<Void>?
    let patience: TimeAmount
    /// Whether the bytes go through this process's memory.
    let isCopied: Bool
    let done: EventLoopPromise<Void>

    init(
      handle: BlobHandle, part: Range<Int64>, patience: TimeAmount, isCopied: Bool, done: EventLoopPromise<Void>,
      on eventLoop: any EventLoop
    ) {
      self.handle = handle
      self.eventLoop = eventLoop
      next = part.lowerBound
      end = part.upperBound
      ready = part.lowerBound
      self.patience = patience
      self.isCopied = isCopied
      self.done = done
      file = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: handle.descriptor)
      window = isCopied ? nil : handle.warming(Self.window(from: ready, end: end), on: eventLoop)
    }

    deinit {
      // Without this it would think that it was forgotten open.
      _ = try? file.takeDescriptorOwnership()
    }

    func finish(_ result: Result<Void, any Error>) { done.completeWith(result) }

    /// What was fetched is ready to be sent, and what is behind it is fetched.
    func enterWindow() {
      ready = Self.window(from: ready, end: end).upperBound
      if ready < end { window = handle.warming(Self.window(from: ready, end: end), on: eventLoop) }
    }

    /// Reads the next bytes, which may wait for the disk; nothing where the file has ended.
    func read(_ count: Int) -> EventLoopFuture<ByteBuffer> {
      let (handle, next) = (handle, next)
      return NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) {
        ByteBuffer(bytes: try handle.read(at: next, count: count))
      }
    }

    /// Whether the file still has bytes up to this place.
    func fileReaches(_ end: Int64) -> Bool {
      // Nobody reads from the descriptor's own place, which this moves.
      lseek(handle.descriptor, 0, SEEK_END) >= off_t(end)
    }

    private static func window(from start: Int64, end: Int64) -> Range<Int64> { start..<min(start + windowSize, end) }
  }
}
