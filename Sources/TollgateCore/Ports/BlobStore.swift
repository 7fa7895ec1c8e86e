/// Files on the disk, known by the SHA-256 of their bytes. What has an id is complete and durable; what is being written has
/// none yet, and nobody sees it.
package protocol BlobStore: Sendable {
  /// Whether this is still the place where files were kept before: an empty folder in its stead, such as one whose volume is not
  /// mounted, says nothing about any file.
  func isInPlace() async throws(BlobError) -> Bool

  /// Begins to write a file.
  func draft() async throws(BlobError) -> any BlobDraft

  /// The sizes of the files whose ids begin with this byte, by their ids, and nothing of what is being written. There may be
  /// millions of files; a byte's share is what anybody has in hand at a time.
  func sizes(beginningWith firstByte: UInt8) async throws(BlobError) -> [AssetID: Int64]

  /// The size of one file in bytes; `nil` where there is none.
  func size(of id: AssetID) async throws(BlobError) -> Int64?

  /// Reads a file from its beginning, in pieces of at most some hundred kilobytes, never whole.
  ///
  /// - Returns: `false` where there is none.
  func read(_ id: AssetID, _ body: ([UInt8]) async throws(BlobError) -> Void) async throws(BlobError) -> Bool

  /// Opens a file for reading; `nil` where there is none.
  func open(_ id: AssetID) async throws(BlobError) -> BlobHandle?

  /// Removes a file. What has it open reads on to the end. Removing it again does nothing.
  func remove(_ id: AssetID) async throws(BlobError)

  /// Removes what was begun and never finished, by a process that has ended.
  func removeDrafts() async throws(BlobError)
}

/// A file that is being written. Exactly one of ``finish()`` and ``discard()`` ends it.
package protocol BlobDraft: Sendable {
  /// How many bytes were written.
  var count: Int64 { get async }

  /// Writes further bytes.
  func append(_ bytes: [UInt8]) async throws(BlobError)

  /// Forgets all bytes, to begin again.
  func restart() async throws(BlobError)

  /// Makes the file durable under its id: contents synced, renamed, folder synced. A file of the same bytes that is there
  /// already serves as well.
  func finish() async throws(BlobError) -> Blob

  /// Removes what was written.
  func discard() async
}

/// A complete file.
package struct Blob: Sendable, Hashable {
  package let id: AssetID
  /// In bytes.
  package let size: Int64
  package let type: MediaType

  package init(id: AssetID, size: Int64, type: MediaType) {
    self.id = id
    self.size = size
    self.type = type
  }
}

/// Why a file could not be written or read.
package enum BlobError: Error, Sendable, Equatable {
  /// There is no room; it may be tried again when there is.
  case noRoom
  /// The disk failed, in the system's words.
  case failed(String)
}

extension BlobError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noRoom: "the disk is full"
    case .failed(let reason): reason
    }
  }
}
