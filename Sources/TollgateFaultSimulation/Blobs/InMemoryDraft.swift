import NIOConcurrencyHelpers
import TollgateCore

/// A file that is being written into memory.
final class InMemoryDraft: BlobDraft {
  private let blobs: InMemoryBlobs
  /// `nil` when it is over.
  private let bytes = NIOLockedValueBox<[UInt8]?>([])

  init(of blobs: InMemoryBlobs) { self.blobs = blobs }

  var count: Int64 { bytes.withLockedValue { Int64($0?.count ?? 0) } }

  func append(_ more: [UInt8]) async throws(BlobError) {
    try blobs.check(.append)
    let isOpen = bytes.withLockedValue { bytes in
      bytes?.append(contentsOf: more)
      return bytes != nil
    }
    guard isOpen else { throw Self.isOver }
  }

  func restart() async throws(BlobError) {
    try blobs.check(.restart)
    let isOpen = bytes.withLockedValue { bytes in
      if bytes != nil { bytes = [] }
      return bytes != nil
    }
    guard isOpen else { throw Self.isOver }
  }

  func finish() async throws(BlobError) -> Blob {
    // Whatever comes of it, the draft is over.
    let last = take()
    try blobs.check(.finish)
    guard let last else { throw Self.isOver }
    return blobs.keep(last)
  }

  func discard() async { _ = take() }

  private func take() -> [UInt8]? {
    bytes.withLockedValue { bytes in
      defer { bytes = nil }
      return bytes
    }
  }

  private static let isOver = BlobError.failed("the file was finished or discarded before")
}
