import Crypto
import NIOConcurrencyHelpers
import NIOPosix
import TollgateCore
import TollgateEngine

/// Looks at the bytes of a file before it is served for the first time, and again when the file has changed since.
///
/// Concurrent requests share one look. Few files are looked at together, a piece at a time, so that memory stays bounded.
final class VerifiedFiles: Sendable {
  /// A look at one opened file. What is written to a file, or put in its place, makes another one. Many are remembered, so that it is
  /// small: the beginning of a digest of both.
  private struct Look: Hashable {
    private let digest: SIMD2<UInt64>

    init(_ id: AssetID, _ version: BlobHandle.Version) {
      var hash = SHA256()
      hash.update(data: id.bytes)
      unsafe withUnsafeBytes(of: version.parts) { unsafe hash.update(bufferPointer: $0) }
      var digest = SIMD2<UInt64>()
      for (position, byte) in hash.finalize().prefix(16).enumerated() {
        digest[position / 8] = digest[position / 8] << 8 | UInt64(byte)
      }
      self.digest = digest
    }
  }

  /// Whether the bytes are those of the id, or why nobody can say.
  typealias Outcome = Result<Bool, BlobError>

  private enum Turn {
    case known(Outcome)
    /// This request looks, and tells the others.
    case own
  }

  private struct Memory {
    /// Files whose bytes were right: those that were used lately, and those before.
    var intact: Set<Look> = []
    var earlier: Set<Look> = []
    var waiting: [Look: [CheckedContinuation<Turn, Never>]] = [:]

    mutating func isIntact(_ look: Look, limit: Int) -> Bool {
      if intact.contains(look) { return true }
      guard earlier.contains(look) else { return false }
      remember(look, limit: limit)
      return true
    }

    mutating func remember(_ look: Look, limit: Int) {
      if intact.count >= limit {
        earlier = intact
        intact = []
      }
      intact.insert(look)
    }
  }

  private static let pieceSize = 256 * 1024

  private let limit: Int
  private let compare: @Sendable (AssetID, BlobHandle) async -> Outcome
  private let turnstile = Turnstile(width: 8)
  private let memory = NIOLockedValueBox(Memory())

  /// - Parameters:
  ///   - limit: so many files are remembered at most; one that was forgotten is looked at again.
  ///   - compare: reads a whole file.
  init(
    limit: Int = 20_000, compare: @escaping @Sendable (AssetID, BlobHandle) async -> Outcome = VerifiedFiles.compareBytes
  ) {
    self.limit = max(1, limit / 2)
    self.compare = compare
  }

  /// Whether the opened file has the bytes that its id says.
  func isIntact(_ id: AssetID, _ handle: BlobHandle) async throws(BlobError) -> Bool {
    let look = Look(id, try handle.version())
    let turn: Turn = await withCheckedContinuation { continuation in
      let turn: Turn? = memory.withLockedValue { memory in
        if memory.isIntact(look, limit: limit) { return .known(.success(true)) }
        guard memory.waiting[look] != nil else {
          memory.waiting[look] = []
          return .own
        }
        memory.waiting[look, default: []].append(continuation)
        return nil
      }
      if let turn { continuation.resume(returning: turn) }
    }
    let outcome: Outcome
    switch turn {
    case .known(let known): outcome = known
    case .own:
      outcome = await turnstile.pass { await compare(id, handle) }
      let waiting = memory.withLockedValue { memory in
        if case .success(true) = outcome { memory.remember(look, limit: limit) }
        return memory.waiting.removeValue(forKey: look) ?? []
      }
      for continuation in waiting { continuation.resume(returning: .known(outcome)) }
    }
    return try outcome.get()
  }

  @Sendable static func compareBytes(_ id: AssetID, _ handle: BlobHandle) async -> Outcome {
    var hash = SHA256()
    var offset: Int64 = 0
    while offset < handle.size {
      let (before, start) = (hash, offset)
      let step: Result<(hash: SHA256, count: Int), BlobError> = await withCheckedContinuation { continuation in
        NIOThreadPool.singleton.submit { _ in
          do throws(BlobError) {
            let piece = try handle.read(at: start, count: pieceSize)
            var hash = before
            hash.update(data: piece)
            continuation.resume(returning: .success((hash, piece.count)))
          } catch {
            continuation.resume(returning: .failure(error))
          }
        }
      }
      switch step {
      case .failure(let error): return .failure(error)
      case .success((_, 0)): return .success(false)
      case .success(let (next, count)):
        hash = next
        offset += Int64(count)
      }
    }
    return .success(AssetID(digest: Array(hash.finalize())) == id)
  }
}
