package import Foundation
package import TollgateCore

/// The administration of a store that this process has open: of the running gateway, or of a stopped one.
package struct LocalAdministration: Administration {
  /// What only a running gateway has.
  struct Running: Sendable {
    let gateway: Gateway
    let watcher: Watcher
    let callbackWake: WakeSignal
    let contact: UpstreamContact
    let startedAt: Timestamp
    let startUptime: Duration
  }

  let store: any Store
  let keyRing: KeyRing?
  let keyReader: KeyReader?
  let time: any TimeSource
  let calendar: LedgerCalendar
  let running: Running?
  /// What the configuration file declares, and the program knows. It is shared by all copies of this.
  package let declared: DeclaredFacts
  /// Reads the configuration file again; `nil` where no gateway goes by it.
  package var reload: (@Sendable () async throws(AdministrationError) -> ConfigurationReload)?
  /// Writes backups; `nil` where the store brings no such thing.
  package var backups: (any BackupMaker)?
  /// Where files are kept; `nil` where none are.
  let blobs: (any BlobStore)?
  private let stoppedCatalogue: Catalogue

  init(
    store: any Store, blobs: (any BlobStore)?, keyRing: KeyRing, keyReader: KeyReader, time: any TimeSource,
    calendar: LedgerCalendar, running: Running, declared: DeclaredFacts
  ) {
    self.store = store
    self.blobs = blobs
    stoppedCatalogue = running.gateway.catalogue
    self.keyRing = keyRing
    self.keyReader = keyReader
    self.time = time
    self.calendar = calendar
    self.running = running
    self.declared = declared
  }

  /// The administration of a store, and of the files beside it, whose gateway does not run. The time zone is the one in which
  /// its days begin.
  package init(
    stoppedStore store: any Store, blobs: any BlobStore, catalogue: Catalogue, timeZone: TimeZone,
    time: any TimeSource = SystemTimeSource()
  ) {
    self.store = store
    self.blobs = blobs
    stoppedCatalogue = catalogue
    declared = DeclaredFacts()
    self.time = time
    calendar = LedgerCalendar(timeZone: timeZone)
    keyRing = nil
    keyReader = nil
    running = nil
  }

  /// Under whose rules bodies are read.
  var catalogue: Catalogue { running?.gateway.catalogue ?? stoppedCatalogue }

  // MARK: Generations

  package func generation(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationDetail {
    let generation = try await existing(number)
    let lines = try await translating { () throws(StoreError) in try await store.ledger(of: number) }
    return GenerationDetail(generation, keyName: try await keyNames()[generation.key], ledger: lines)
  }

  package func uses(of number: GenerationNumber) async throws(AdministrationError) -> UseReport {
    _ = try await existing(number)
    let uses = try await translating { () throws(StoreError) in
      try await store.uses(of: number, limit: UseReport.maximumKeys)
    }
    return UseReport(uses, keyNames: try await keyNames())
  }

  func existing(_ number: GenerationNumber) async throws(AdministrationError) -> Generation {
    let found = try await translating { () throws(StoreError) in try await store.generation(number) }
    guard let found else {
      throw AdministrationError(.notFound, "There is no purchase \(number); tollgate jobs list shows the newest.")
    }
    return found
  }

  func keyNames() async throws(AdministrationError) -> [KeyID: String] {
    Dictionary(try await storedKeys().map { ($0.key.id, $0.key.name) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Resolving

  package func resolve(
    _ number: GenerationNumber, as resolution: Resolution
  ) async throws(AdministrationError) -> GenerationSummary {
    let generation = try await existing(number)
    let resolved: Generation
    switch resolution {
    case .charged(let upstreamID):
      resolved = try await record(.resolvedCharged(upstreamID: upstreamID), for: generation)
      if resolved.state == .running { running?.watcher.watch(resolved) }
    case .notCharged:
      resolved = try await record(.resolvedNotCharged, for: generation)
    case .resend:
      guard let running else {
        throw AdministrationError(
          .unavailable, "Buying again needs the running gateway; start it (tollgate serve) and repeat this command.")
      }
      resolved = try await Resending(gateway: running.gateway).resend(generation)
    }
    running?.callbackWake.raise()
    return GenerationSummary(resolved, keyName: try await keyNames()[resolved.key])
  }

  private func record(
    _ event: GenerationEvent, for generation: Generation
  ) async throws(AdministrationError) -> Generation {
    let now = time.now()
    do {
      return try await store.record(event, for: generation.number, at: now)
    } catch {
      guard case .invalidTransition(let transition) = error else { throw AdministrationError(error) }
      guard transition.state != .stalled else {
        throw AdministrationError(
          .conflict, "\(generation.number) was charged, and only its result has not come yet; give it up with --charged.")
      }
      throw AdministrationError(
        .conflict,
        """
        \(generation.number) is \(transition.state.rawValue), so there is nothing to resolve; tollgate jobs show \
        \(generation.number) tells more.
        """)
    }
  }

  // MARK: Watching

  package func events() async throws(AdministrationError) -> AsyncThrowingStream<RequestEvent, any Error> {
    guard let running else {
      throw AdministrationError(.unavailable, "There is nothing to watch: no gateway runs here; start it with tollgate serve.")
    }
    guard let events = running.gateway.feed.events() else {
      throw AdministrationError(
        .unavailable, "As many watch already as may (\(RequestFeed.maximumWatchers)); close one of them.")
    }
    return events
  }

  // MARK: Verifying

  package func verify(readingFiles: Bool) async throws(AdministrationError) -> VerificationReport {
    let report = try await translating { () throws(StoreError) in try await store.verify() }
    guard let blobs else { return report }
    do {
      let files = try await FileVerification(store: store, blobs: blobs, readsFiles: readingFiles).check()
      return VerificationReport(checks: report.checks + [files], excess: report.excess, unknown: report.unknown)
    } catch {
      throw AdministrationError(.unavailable, "The kept files could not be read: \(error).")
    }
  }

  func translating<Value: Sendable>(
    _ work: () async throws(StoreError) -> Value
  ) async throws(AdministrationError) -> Value {
    do {
      return try await work()
    } catch {
      throw AdministrationError(error)
    }
  }
}

extension AdministrationError {
  init(_ error: StoreError) {
    switch error {
    case .notDurable, .durabilityUnknown, .damaged: self.init(.unavailable, "The store could not do it, because \(error).")
    case .invalidTransition(let transition): self.init(.conflict, "It did not happen, because \(transition).")
    case .conflict(let sentence): self.init(.conflict, "\(sentence).")
    case .changed(let thing):
      self.init(
        .changed, "\(thing) was changed since it was read; nothing was done. Read it again, and repeat the change.")
    case .noSuchGeneration(let number): self.init(.notFound, "There is no purchase \(number).")
    }
  }
}
