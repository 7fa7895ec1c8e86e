import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore

/// The room that kept files take. Files and their rows come and go together here, one after the other: a row that names a file is
/// written after the file is durable, and a file is removed after its row says so.
final class AssetRoom: Service {
  /// What was used so recently is not removed to make room: somebody was told its link.
  static let protectedPeriod: Duration = .seconds(3600)
  /// How often it is looked whether there is too much.
  private static let interval: Duration = .seconds(60)
  private static let page = 200
  /// How often it is said that there is too much of which nothing may go. It is found with every file that is copied.
  static let warningInterval: Duration = .seconds(600)

  let store: any Store
  let blobs: any BlobStore
  private let uses: AssetUseFlush
  private let memory: ResultMemory
  private let limitBox: NIOLockedValueBox<Int64>
  private let time: any TimeSource
  let logger: Logger
  private let turnstile = Turnstile()
  private let state = NIOLockedValueBox(State())

  private struct State {
    /// `nil` until it was read.
    var stored: Int64?
    /// Files without a row that somebody reads; see ``borrow(_:)``.
    var borrowed: [AssetID: Int] = [:]
    var pause = RemovalPause()
    /// The uptime at which it was last said that there is too much.
    var warnedAt: Duration?
    var isStopping = false
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
    limitBox = NIOLockedValueBox(limit)
    self.time = time
    self.logger = logger
  }

  /// In bytes. What is there already beyond a lower one goes when it is looked the next time.
  var limit: Int64 {
    get { limitBox.withLockedValue { $0 } }
    set { limitBox.withLockedValue { $0 = newValue } }
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
        if try await store.asset(blob.id)?.isStored != true { try await removeBytes(of: blob.id) }
        return nil
      }
      if !wasStored { count(blob.size) }
      return blob
    }
  }

  /// Finishes a draft that gets no row, and is not removed before it is given back.
  func borrow(_ draft: any BlobDraft) async throws -> Blob {
    try await turnstile.pass { () throws -> Blob in
      let blob = try await draft.finish()
      state.withLockedValue { $0.borrowed[blob.id, default: 0] += 1 }
      return blob
    }
  }

  /// Removes a borrowed file, unless a row names it.
  func giveBack(_ id: AssetID) async throws {
    try await turnstile.pass { () throws in
      let isWanted = state.withLockedValue { state in
        let others = (state.borrowed[id] ?? 1) - 1
        state.borrowed[id] = others > 0 ? others : nil
        return others > 0
      }
      if isWanted { return }
      if try await store.asset(id)?.isStored != true { try await removeBytes(of: id) }
    }
  }

  private func count(_ bytes: Int64) { state.withLockedValue { $0.stored = $0.stored.map { $0 + bytes } } }

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

  /// A file turned out to be damaged or missing: results that name it are not replayed any more, unless it is whole again by now,
  /// because it was stored once more in the meantime.
  func lose(_ id: AssetID, because reason: String) async {
    await turnstile.pass {
      do {
        guard try await isInPlace(), let asset = try await store.asset(id), asset.isStored else { return }
        guard try await FileVerification.fault(of: asset.blob, in: blobs, readingIt: true) != nil else { return }
        let naming = try await store.generations(naming: id)
        let concerned = try await store.loseAsset(id, reason: reason, at: time.now())
        memory.forget(naming)
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

  /// A folder that is gone, or another one, is no reason to give anything up, nor to remove what no row names.
  func isInPlace() async throws(BlobError) -> Bool {
    if try await blobs.isInPlace() { return true }
    logger.critical("the folder of the kept files is not the one that they were kept in; is its volume mounted?")
    return false
  }

  private func removeFile(_ id: AssetID) async throws {
    try await removeBytes(of: id)
    // It may have had another size than its row says: the sum is taken anew.
    state.withLockedValue { $0.stored = nil }
  }

  /// Removes a file, at once or when no backup needs it any more.
  private func removeBytes(of id: AssetID) async throws(BlobError) {
    if state.withLockedValue({ $0.pause.mayRemove(id, atUptime: time.uptime()) }) { try await blobs.remove(id) }
  }

  // MARK: Pausing

  func beginPause() -> Bool { state.withLockedValue { $0.pause.begin(atUptime: time.uptime()) } }

  func renewPause() -> Bool { state.withLockedValue { $0.pause.renew(atUptime: time.uptime()) } }

  func takeOverdue() -> Set<AssetID> { state.withLockedValue { $0.pause.takeOverdue(atUptime: time.uptime()) } }

  func endPause() -> Set<AssetID> { state.withLockedValue { $0.pause.end() } }

  // MARK: Room

  /// Looks once a minute whether there is too much, after what the last run left was put in order.
  func run() async throws {
    await withGracefulShutdownHandler {
      await tidy()
      await repeating(every: Self.interval, time: time) {
        await removeOverdue()
        await makeRoom(for: 0)
      }
    } onGracefulShutdown: {
      self.state.withLockedValue { $0.isStopping = true }
    }
  }

  var isStopping: Bool { Task.isCancelled || state.withLockedValue(\.isStopping) }

  /// Removes what was not used for longest until there is room for so many bytes more, as far as something may be removed.
  func makeRoom(for bytes: Int64) async {
    do {
      var excess = try await storedBytes() + bytes - limit
      // What may not go is passed once: the next page begins behind the last.
      var last: Asset?
      while excess > 0, !isStopping {
        let moment = time.now() - Self.protectedPeriod
        let page = try await store.evictable(unusedSince: moment, after: last, limit: Self.page)
        last = page.last
        excess -= try await remove(page.map(\.blob), unusedSince: moment, upTo: excess)
        guard excess > 0, page.count < Self.page, !isStopping else { continue }
        warn(of: excess)
        return
      }
    } catch {
      logger.error("no room could be made for files", metadata: ["error": "\(error)"])
    }
  }

  private func warn(of excess: Int64) {
    let now = time.uptime()
    let isNews = state.withLockedValue { state in
      if let last = state.warnedAt, now - last < Self.warningInterval { return false }
      state.warnedAt = now
      return true
    }
    guard isNews else { return }
    logger.warning(
      "the kept files take more than cache.max_size, and all of them are pinned, still being copied, or were used within the last hour; raise it, or take pins away",
      metadata: ["excess_bytes": "\(excess)"])
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
  private func remove(_ unused: [Blob], unusedSince moment: Timestamp, upTo excess: Int64) async throws -> Int64 {
    var freed: Int64 = 0
    for blob in unused where freed < excess {
      guard !isStopping else { break }
      freed += try await turnstile.pass { () throws -> Int64 in
        // From here on memory answers with none of its links, and what was used a moment ago is not in the store yet.
        let naming = try await store.generations(naming: blob.id)
        memory.forget(naming)
        guard await uses.flush(), try await store.evict(blob.id, unusedSince: moment, at: time.now()) != nil else { return 0 }
        memory.forget(naming)
        try await removeBytes(of: blob.id)
        count(-blob.size)
        return blob.size
      }
    }
    return freed
  }

  /// Removes a file, unless a row names it by now.
  func removeUnnamed(_ id: AssetID) async throws {
    try await turnstile.pass { () throws in
      guard try await store.asset(id)?.isStored != true, state.withLockedValue({ $0.borrowed[id] }) == nil else { return }
      try await removeBytes(of: id)
      logger.info("a file that nobody names was removed", metadata: ["asset": "\(id)"])
    }
  }
}
