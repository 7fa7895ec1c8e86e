import Logging
import NIOConcurrencyHelpers
import TollgateCore

/// The room that kept files take. Files and their rows come and go together here, one after the other: a row that names a file is
/// written after the file is durable, and a file is removed after its row says so.
final class AssetRoom: Sendable {
  /// What was used so recently is not removed to make room: somebody was told its link.
  static let protectedPeriod: Duration = .seconds(3600)
  /// How often it is looked whether there is too much.
  private static let interval: Duration = .seconds(60)
  private static let page = 200

  private let store: any Store
  private let blobs: any BlobStore
  private let uses: AssetUseFlush
  private let memory: ResultMemory
  private let limit: Int64
  private let time: any TimeSource
  private let logger: Logger
  private let turnstile = Turnstile()
  private let state = NIOLockedValueBox(State())

  private struct State {
    /// `nil` until it was read.
    var stored: Int64?
    /// Files without a row that somebody reads; see ``borrow(_:)``.
    var borrowed: Set<AssetID> = []
  }

  /// A room of `limit` bytes.
  init(
    store: any Store, blobs: any BlobStore, uses: AssetUseFlush, memory: ResultMemory, limit: Int64, time: any TimeSource,
    logger: Logger
  ) {
    self.store = store
    self.blobs = blobs
    self.uses = uses
    self.memory = memory
    self.limit = limit
    self.time = time
    self.logger = logger
  }

  // MARK: Adding

  /// Finishes a draft and has its row written.
  ///
  /// - Returns: `nil` where `write` says that nobody wants the file any more; it is removed then, unless another row names it.
  /// - Throws: ``BlobError``, ``StoreError``. Without its row a file is collected at the next start.
  func add(_ draft: any BlobDraft, _ write: @Sendable (Blob) async throws(StoreError) -> Bool) async throws -> Blob? {
    try await turnstile.pass { () throws -> Blob? in
      let blob = try await draft.finish()
      let wasStored = try await store.asset(blob.id)?.isStored ?? false
      guard try await write(blob) else {
        if !wasStored { try await blobs.remove(blob.id) }
        return nil
      }
      if !wasStored { add(blob.size) }
      return blob
    }
  }

  /// Finishes a draft that gets no row, and is not removed before it is given back.
  func borrow(_ draft: any BlobDraft) async throws -> Blob {
    try await turnstile.pass { () throws -> Blob in
      let blob = try await draft.finish()
      state.withLockedValue { _ = $0.borrowed.insert(blob.id) }
      return blob
    }
  }

  /// Removes a borrowed file, unless a row names it.
  func giveBack(_ id: AssetID) async throws {
    try await turnstile.pass { () throws in
      state.withLockedValue { _ = $0.borrowed.remove(id) }
      if try await store.asset(id)?.isStored != true { try await blobs.remove(id) }
    }
  }

  private func add(_ bytes: Int64) { state.withLockedValue { $0.stored = $0.stored.map { $0 + bytes } } }

  // MARK: Removing

  /// Removes a result, and the files that only it named.
  func purge(_ number: GenerationNumber) async throws -> Generation {
    try await turnstile.pass { () throws -> Generation in
      let (generation, unneeded) = try await store.purge(number, at: time.now())
      memory.forget([generation])
      for id in unneeded { try await removeFile(id) }
      return generation
    }
  }

  /// A file turned out to be damaged or missing: results that name it are not replayed any more.
  func lose(_ id: AssetID, because reason: String) async {
    await turnstile.pass {
      do {
        let concerned = try await store.loseAsset(id, reason: reason, at: time.now())
        memory.forget(concerned)
        try await removeFile(id)
        logger.error(
          "a kept file is lost; the next identical creates buy again",
          metadata: [
            "asset": "\(id)", "reason": "\(reason)",
            "generations": "\(concerned.map(\.number.description).joined(separator: " "))",
          ])
      } catch {
        logger.error("a damaged file could not be given up", metadata: ["asset": "\(id)", "error": "\(error)"])
      }
    }
  }

  private func removeFile(_ id: AssetID) async throws {
    let size = try await blobs.size(of: id) ?? 0
    try await blobs.remove(id)
    add(-size)
  }

  // MARK: Room

  /// Looks once a minute whether there is too much, after what the last run left was put in order.
  func keep() async {
    await tidy()
    await repeating(every: Self.interval, time: time) { await makeRoom(for: 0) }
  }

  /// Removes what was not used for longest until there is room for so many bytes more, as far as something may be removed.
  func makeRoom(for bytes: Int64) async {
    do {
      var excess = try await storedBytes() + bytes - limit
      while excess > 0, !Task.isCancelled {
        let freed = try await removeUnused(upTo: excess)
        guard freed > 0 else {
          logger.warning(
            "the kept files take more than cache.max_size, and all of them are pinned, in use or still being copied",
            metadata: ["excess_bytes": "\(excess)"])
          return
        }
        excess -= freed
      }
    } catch {
      logger.error("no room could be made for files", metadata: ["error": "\(error)"])
    }
  }

  private func storedBytes() async throws(StoreError) -> Int64 {
    if let known = state.withLockedValue({ $0.stored }) { return known }
    let stored = try await turnstile.pass { () throws(StoreError) in
      let stored = try await store.storedBytes()
      state.withLockedValue { $0.stored = stored }
      return stored
    }
    return stored
  }

  /// - Returns: how many bytes were freed.
  private func removeUnused(upTo excess: Int64) async throws -> Int64 {
    // What was used a moment ago is not in the store yet.
    await uses.flush()
    let moment = time.now() - Self.protectedPeriod
    var freed: Int64 = 0
    for blob in try await store.evictable(unusedSince: moment, limit: Self.page) where freed < excess {
      freed += try await turnstile.pass { () throws -> Int64 in
        guard let concerned = try await store.evict(blob.id, unusedSince: moment, at: time.now()) else { return 0 }
        memory.forget(concerned)
        try await blobs.remove(blob.id)
        add(-blob.size)
        return blob.size
      }
    }
    return freed
  }

  // MARK: After a crash

  /// Removes what no row names, and gives up rows whose file is not there.
  private func tidy() async {
    do {
      try await blobs.removeDrafts()
      let sizes = try await blobs.sizes()
      var unnamed = Set(sizes.keys)
      var last: AssetID?
      while !Task.isCancelled {
        let page = try await store.storedBlobs(after: last, limit: Self.page)
        for blob in page {
          unnamed.remove(blob.id)
          guard sizes[blob.id] != blob.size, try await blobs.size(of: blob.id) != blob.size else { continue }
          await lose(blob.id, because: "its file is missing or has another size")
        }
        guard page.count == Self.page else { break }
        last = page.last?.id
      }
      for id in unnamed { try await removeUnnamed(id) }
    } catch {
      logger.error("the kept files could not be put in order", metadata: ["error": "\(error)"])
    }
  }

  /// Removes a file, unless a row names it by now.
  private func removeUnnamed(_ id: AssetID) async throws {
    try await turnstile.pass { () throws in
      guard try await store.asset(id)?.isStored != true, !state.withLockedValue({ $0.borrowed.contains(id) }) else { return }
      try await blobs.remove(id)
      logger.info("a file that nobody names was removed", metadata: ["asset": "\(id)"])
    }
  }
}
