import Crypto
import Glibc
import NIOConcurrencyHelpers
import TollgateCore

/// A file that is being written into a blob folder. It is hashed as it comes.
final class FolderDraft: BlobDraft {
  private struct Contents {
    var count: Int64 = 0
    var hash = SHA256()
    /// The first bytes, which say what the file is.
    var head: [UInt8] = []

    mutating func add(_ bytes: [UInt8]) {
      count += Int64(bytes.count)
      hash.update(data: bytes)
      head += bytes.prefix(MediaType.sniffedLength - head.count)
    }
  }

  private enum State {
    case open(descriptor: CInt, Contents)
    case over
  }

  private let path: String
  private let places: BlobPlaces
  private let state: NIOLockedValueBox<State>

  init(file descriptor: CInt, path: String, places: BlobPlaces) {
    self.path = path
    self.places = places
    state = NIOLockedValueBox(.open(descriptor: descriptor, Contents()))
  }

  deinit {
    // Whoever forgot to end it must not leak the file.
    if case .open(let descriptor, _) = state.withLockedValue({ $0 }) { close(descriptor) }
  }

  var count: Int64 {
    state.withLockedValue { state in
      if case .open(_, let contents) = state { contents.count } else { 0 }
    }
  }

  func append(_ bytes: [UInt8]) async throws(BlobError) {
    try await change { descriptor, contents throws(BlobError) in
      try FileSystem.write(bytes, to: descriptor, at: contents.count)
      contents.add(bytes)
    }
  }

  func restart() async throws(BlobError) {
    try await change { descriptor, contents throws(BlobError) in
      try FileSystem.empty(descriptor)
      contents = Contents()
    }
  }

  func finish() async throws(BlobError) -> Blob {
    let (path, places) = (path, places)
    return try await end { descriptor, contents throws(BlobError) in
      guard let id = AssetID(digest: Array(contents.hash.finalize())) else { throw .failed("SHA-256 has another length") }
      do throws(BlobError) {
        try FileSystem.sync(descriptor, path)
        let folder = places.folder(of: id)
        try FileSystem.makeFolder(folder, in: places.root)
        // A file that is there already has the same bytes, unless it is damaged: then this one heals it.
        try FileSystem.rename(path, to: places.path(of: id))
        try FileSystem.syncFolder(folder)
      } catch {
        try? FileSystem.remove(path)
        throw error
      }
      return Blob(id: id, size: contents.count, type: MediaType(sniffing: contents.head))
    }
  }

  func discard() async {
    let path = path
    // What cannot be removed now is removed by the next process.
    try? await end { _, _ throws(BlobError) in try FileSystem.remove(path) }
  }

  private func change(
    _ work: @escaping @Sendable (CInt, inout Contents) throws(BlobError) -> Void
  ) async throws(BlobError) {
    let state = state
    try await BlockingWork.run { () throws(BlobError) in
      let result = state.withLockedValue { state -> Result<Void, BlobError> in
        guard case .open(let descriptor, var contents) = state else { return .failure(Self.isOver) }
        defer { state = .open(descriptor: descriptor, contents) }
        do throws(BlobError) {
          return .success(try work(descriptor, &contents))
        } catch {
          return .failure(error)
        }
      }
      try result.get()
    }
  }

  private func end<Value: Sendable>(
    _ work: @escaping @Sendable (CInt, Contents) throws(BlobError) -> Value
  ) async throws(BlobError) -> Value {
    let state = state
    return try await BlockingWork.run { () throws(BlobError) in
      let last = state.withLockedValue { state in
        defer { state = .over }
        return state
      }
      guard case .open(let descriptor, let contents) = last else { throw Self.isOver }
      defer { close(descriptor) }
      return try work(descriptor, contents)
    }
  }

  private static let isOver = BlobError.failed("the file was finished or discarded before")
}
