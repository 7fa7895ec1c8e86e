import NIOConcurrencyHelpers
package import TollgateCore

/// A blob store over values. Its calls fail as a test or a simulation wants it.
package final class InMemoryBlobs: Sendable {
  /// A call that may fail.
  package enum Call: Sendable, CaseIterable {
    case draft, append, restart, finish, look, read, remove
  }

  /// Decides whether a call fails; it is asked before anything happens.
  package typealias Failing = @Sendable (Call) -> BlobError?

  private let files = NIOLockedValueBox<[AssetID: [UInt8]]>([:])
  private let failing: Failing

  package init(failing: @escaping Failing = { _ in nil }) { self.failing = failing }

  func check(_ call: Call) throws(BlobError) {
    if let error = failing(call) { throw error }
  }

  func keep(_ bytes: [UInt8]) -> Blob {
    let id = AssetID(hashing: bytes)
    files.withLockedValue { $0[id] = bytes }
    return Blob(id: id, size: Int64(bytes.count), type: MediaType(sniffing: bytes))
  }

  /// Whether a file is there.
  func holds(_ id: AssetID) -> Bool { files.withLockedValue { $0[id] != nil } }

  /// Puts other bytes under a file's id, as a broken disk would.
  package func damage(_ id: AssetID, with bytes: [UInt8]) {
    files.withLockedValue { if $0[id] != nil { $0[id] = bytes } }
  }
}

extension InMemoryBlobs: BlobStore {
  /// A read takes so many bytes at once.
  private static let pieceSize = 256 * 1024

  package func isInPlace() async throws(BlobError) -> Bool { true }

  package func draft() async throws(BlobError) -> any BlobDraft {
    try check(.draft)
    return InMemoryDraft(of: self)
  }

  package func sizes(beginningWith firstByte: UInt8) async throws(BlobError) -> [AssetID: Int64] {
    try check(.look)
    return files.withLockedValue { $0.filter { $0.key.bytes.first == firstByte }.mapValues { Int64($0.count) } }
  }

  package func size(of id: AssetID) async throws(BlobError) -> Int64? {
    try check(.look)
    return files.withLockedValue { $0[id].map { Int64($0.count) } }
  }

  package func read(
    _ id: AssetID, _ body: ([UInt8]) async throws(BlobError) -> Void
  ) async throws(BlobError) -> Bool {
    try check(.read)
    guard let bytes = files.withLockedValue({ $0[id] }) else { return false }
    for start in stride(from: 0, to: bytes.count, by: Self.pieceSize) {
      try await body(Array(bytes[start..<min(start + Self.pieceSize, bytes.count)]))
    }
    return true
  }

  package func open(_ id: AssetID) async throws(BlobError) -> BlobHandle? {
    try check(.read)
    guard let bytes = files.withLockedValue({ $0[id] }) else { return nil }
    return try NamelessFile.open(holding: bytes)
  }

  package func remove(_ id: AssetID) async throws(BlobError) {
    try check(.remove)
    files.withLockedValue { _ = $0.removeValue(forKey: id) }
  }

  package func removeDrafts() async throws(BlobError) {
    // Drafts are values of whoever writes them, and end with it.
    try check(.remove)
  }
}
