import Glibc
import NIOCore
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
    let done: EventLoopPromise<Void>

    init(
      handle: BlobHandle, part: Range<Int64>, patience: TimeAmount, done: EventLoopPromise<Void>, on eventLoop: any EventLoop
    ) {
      self.handle = handle
      self.eventLoop = eventLoop
      next = part.lowerBound
      end = part.upperBound
      ready = part.lowerBound
      self.patience = patience
      self.done = done
      file = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: handle.descriptor)
      window = handle.warming(Self.window(from: ready, end: end), on: eventLoop)
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

    /// Whether the file still has bytes up to this place.
    func fileReaches(_ end: Int64) -> Bool {
      // Nobody reads from the descriptor's own place, which this moves.
      lseek(handle.descriptor, 0, SEEK_END) >= off_t(end)
    }

    private static func window(from start: Int64, end: Int64) -> Range<Int64> { start..<min(start + windowSize, end) }
  }
}
