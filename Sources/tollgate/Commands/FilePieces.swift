import Foundation

/// A file's bytes, piece by piece. It can be read once.
struct FilePieces: AsyncSequence, Sendable {
  private static let pieceSize = 256 << 10

  let handle: FileHandle
  /// Told how many bytes were read.
  let onRead: @Sendable (Int) -> Void

  struct AsyncIterator: AsyncIteratorProtocol {
    let file: FilePieces

    mutating func next() async throws -> [UInt8]? {
      guard let data = try file.handle.read(upToCount: FilePieces.pieceSize), !data.isEmpty else { return nil }
      file.onRead(data.count)
      return Array(data)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: self) }
}
