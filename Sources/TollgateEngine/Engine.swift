package import CoreMetrics
import Foundation
package import Logging
package import ServiceLifecycle
package import TollgateCore

/// The engine of one gateway: its client side, its administration, and the services that work in the background.
package struct Engine: Sendable {
  package let gateway: Gateway
  package let administration: LocalAdministration
  /// Says that no purchase may start any more.
  package let drain: Drain
  let permits: SendPermits
  let keyReader: KeyReader
  /// What it knows about itself, for whoever watches it.
  package let figures: any FigureSource
  /// What has to run, in the order in which they depend on each other: later ones are shut down first.
  package let services: [any Service]

  /// Settles what the last run left behind and makes an engine over a store.
  ///
  /// - Parameters:
  ///   - policy: the settings.
  ///   - catalogue: prices and defaults.
  ///   - declaration: the configuration file's keys and budgets.
  ///   - ownCredential: the gateway's upstream key; `nil` in open mode without one.
  ///   - callbacks: how clients are called back; `nil` where they are not.
  ///   - store: the truth; open, and nobody else's.
  ///   - upstream: ShortAPI.
  ///   - files: how the files of results are kept; without it links are passed on, whatever the policy says.
  ///   - metrics: told how long calls take and what becomes of them.
  ///   - time: the clocks.
  ///   - logger: where everything that needs attention is written.
  /// - Returns: an engine whose services have to be run.
  /// - Throws: ``StoreError``.
  package static func start(
    policy: GatewayPolicy, catalogue: Catalogue, declaration: Declaration = Declaration(), ownCredential: Secret?,
    callbacks: CallbackDelivery? = nil, store: any Store, upstream: any UpstreamAPI, files: FileKeeping? = nil,
    metrics: any MetricsFactory = NOOPMetricsHandler.instance, time: any TimeSource = SystemTimeSource(), logger: Logger
  ) async throws -> Engine {
    try await store.declare(declaration, at: time.now())
    let keys = try await store.keys()
    let keyRing = KeyRing(keys: keys, ownCredential: ownCredential)
    let owner = OwnerID(UUID().uuidString)
    let restoreHold = RestoreHold(try await store.pendingRestore())
    if let pending = restoreHold.pending {
      logger.warning(
        "this store was restored from a backup: nothing is bought, and nobody is called back, until tollgate restore --accept",
        metadata: ["backup_at": "\(pending.backupAt)", "restored_at": "\(pending.restoredAt)"])
    }
    var unfinished = try await store.recover(owner: owner, at: time.now())
    unfinished = try await recomputeContents(by: catalogue, rereading: unfinished, in: store, time, logger)
    let newest = try await store.generations(in: nil, before: nil, limit: 1).first
    let tickets = TicketOffice(
      secrets: try await store.ticketSecrets(), block: try await store.reserveSerials(TicketOffice.blockSize),
      lastGeneration: newest?.number)

    let permits = SendPermits(
      permits: policy.maximumSending, queueSize: policy.queueSize, breaker: policy.breaker, time: time)
    let settings = LiveSettings(
      EngineSettings(policy: policy, catalogue: catalogue, rates: RateLimiter(limits: policy.rate, time: time)))
    let measures = EngineMeasures(metrics)
    let contact = UpstreamContact(upstream, time: time, permits: permits, measures: measures.upstream)
    let memory = ResultMemory(limit: policy.memoryForResults)
    let credentials = CredentialBook(ownCredential: ownCredential)
    let flights = Flights(time: time)
    let drain = Drain()
    let pauses = PurchasePauses(drain: drain, gate: CredentialGate())
    let callbackWake = WakeSignal(time: time)
    let changes = SlotChange(store: store, memory: memory, callbackWake: callbackWake)
    let uses = AssetUses()
    let useFlush = AssetUseFlush(uses: uses, store: store, time: time, logger: logger)
    let room = files.map {
      AssetRoom(
        store: store, blobs: $0.blobs, uses: useFlush, memory: memory, limit: policy.maximumStored, time: time, logger: logger)
    }
    var mirror: FileMirror?
    if policy.keepsFiles, let files, let room {
      let source = MeasuredFileSource(source: files.source, measures: measures.upstream, time: time)
      let copying = Copying(
        store: store, upstream: contact, files: FileKeeping(source: source, blobs: files.blobs), time: time,
        credentials: credentials, changes: changes, room: room, settings: settings, measures: measures.files, logger: logger)
      mirror = FileMirror(store: store, copying: copying, time: time, logger: logger)
    }
    if mirror == nil { try await PassingOn(store: store, time: time).run() }
    let watcher = Watcher(
      store: store, upstream: contact, time: time, settings: settings, changes: changes, mirror: mirror,
      credentials: credentials, drain: drain, permits: permits, logger: logger)
    watcher.resume(unfinished)
    let purchasing = Purchasing(
      store: store, upstream: contact, time: time, settings: settings, flights: flights, memory: memory, pauses: pauses,
      watcher: watcher, permits: permits, logger: logger)
    let calendar = LedgerCalendar(timeZone: policy.timeZone)
    let usage = UsageMeter(calendar: calendar) { settings.current.catalogue.names($0) }
    let feed = RequestFeed()
    drain.onBegin { feed.close() }
    let gateway = Gateway(
      keyRing: keyRing, store: store, time: time, settings: settings, purchasing: purchasing,
      flights: flights, tickets: tickets, memory: memory, uses: uses, room: room,
      credentials: credentials, pauses: pauses, callbacks: callbacks, callbackWake: callbackWake,
      usage: usage, feed: feed, restoreHold: restoreHold, owner: owner, calendar: calendar,
      logger: logger)
    let declared = DeclaredFacts()
    declared.secrets = callbacks?.declaredSecrets ?? [:]
    let secrets = SigningSecrets(
      declared: declared.secrets, keys: keys.map(\.key), master: try await store.callbackSecret())
    let keyReader = KeyReader(store: store, declared: declared, secrets: secrets)
    let administration = LocalAdministration(
      store: store, blobs: files?.blobs, keyRing: keyRing, keyReader: keyReader, time: time, calendar: calendar,
      running: .init(
        gateway: gateway, watcher: watcher, callbackWake: callbackWake, contact: contact, startedAt: time.now(),
        startUptime: time.uptime()),
      declared: declared)
    let look = BookLook(store: store, keyRing: keyRing, calendar: calendar, time: time)
    let books = BookReading(time: time, logger: logger) { () throws(StoreError) in try await look.figures() }
    let courier = callbacks.map {
      Courier(gateway: gateway, transport: $0.transport, secrets: secrets, measures: measures.callbacks)
    }
    // The first is shut down last: it counts until nobody is answered any more.
    let flushes: [any Service] = [
      UsageFlush(meter: usage, time: time, logger: logger) { try await store.add($0, uses: $1) }, useFlush,
      KeyUpkeep(keyRing: keyRing, reader: keyReader, store: store, time: time, logger: logger), books,
      WriteProbe(store: store, time: time),
    ]
    let optional: [(any Service)?] = [courier, room, mirror]
    let others: [any Service] = [
      watcher, purchasing, SerialRefill(tickets: tickets, store: store, time: time, logger: logger),
      Retention(policy: policy.retention, store: store, time: time, drain: drain, logger: logger),
    ]
    return Engine(
      gateway: gateway, administration: administration, drain: drain, permits: permits, keyReader: keyReader,
      figures: EngineFigures(gateway: gateway, watcher: watcher, contact: contact, books: books),
      services: flushes + optional.compactMap(\.self) + others)
  }
}
