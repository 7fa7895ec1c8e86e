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
  ///   - time: the clocks.
  ///   - logger: where everything that needs attention is written.
  /// - Returns: an engine whose services have to be run.
  /// - Throws: ``StoreError``.
  package static func start(
    policy: GatewayPolicy, catalogue: Catalogue, declaration: Declaration = Declaration(), ownCredential: Secret?,
    callbacks: CallbackDelivery? = nil, store: any Store, upstream: any UpstreamAPI, files: FileKeeping? = nil,
    time: any TimeSource = SystemTimeSource(), logger: Logger
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

    let contact = UpstreamContact(upstream, time: time)
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
      let copying = Copying(
        store: store, upstream: contact, files: files, time: time, credentials: credentials, changes: changes, room: room,
        maximumFile: policy.maximumFile, logger: logger)
      mirror = FileMirror(store: store, copying: copying, time: time, logger: logger)
    }
    if mirror == nil { try await PassingOn(store: store, time: time).run() }
    let watcher = Watcher(
      store: store, upstream: contact, time: time, pace: policy.polling, changes: changes, mirror: mirror,
      credentials: credentials, drain: drain, logger: logger)
    watcher.resume(unfinished)
    let purchasing = Purchasing(
      store: store, upstream: contact, time: time, policy: policy, flights: flights, memory: memory, pauses: pauses,
      watcher: watcher, logger: logger)
    let calendar = LedgerCalendar(timeZone: policy.timeZone)
    let usage = UsageMeter(calendar: calendar) { catalogue.names($0) }
    let feed = RequestFeed()
    drain.onBegin { feed.close() }
    let gateway = Gateway(
      keyRing: keyRing, store: store, time: time, policy: policy, catalogue: catalogue, purchasing: purchasing,
      flights: flights, tickets: tickets, memory: memory, uses: uses, room: room,
      credentials: credentials, pauses: pauses, callbacks: callbacks, callbackWake: callbackWake,
      rates: RateLimiter(limits: policy.rate, time: time), usage: usage, feed: feed, restoreHold: restoreHold, owner: owner,
      calendar: calendar,
      logger: logger)
    let administration = LocalAdministration(
      store: store, blobs: files?.blobs, keyRing: keyRing, time: time, calendar: calendar,
      running: .init(
        gateway: gateway, watcher: watcher, callbackWake: callbackWake, contact: contact, startedAt: time.now(),
        startUptime: time.uptime()),
      declaredSecrets: callbacks?.declaredSecrets ?? [:])
    let courier = try await courier(callbacks, keys: keys.map(\.key), gateway: gateway)
    // The first is shut down last: it counts until nobody is answered any more.
    let flushes: [any Service] = [
      UsageFlush(meter: usage, time: time, logger: logger) { try await store.add($0, uses: $1) }, useFlush,
      KeyUpkeep(keyRing: keyRing, store: store, time: time, logger: logger),
    ]
    let optional: [(any Service)?] = [courier, room, mirror]
    let others: [any Service] = [
      watcher, purchasing, SerialRefill(tickets: tickets, store: store, time: time, logger: logger),
      Retention(policy: policy.retention, store: store, time: time, drain: drain, logger: logger),
    ]
    return Engine(
      gateway: gateway, administration: administration, drain: drain, services: flushes + optional.compactMap(\.self) + others)
  }

  private static func courier(
    _ callbacks: CallbackDelivery?, keys: [Key], gateway: Gateway
  ) async throws -> Courier? {
    guard let callbacks else { return nil }
    let secrets = SigningSecrets(
      declared: callbacks.declaredSecrets, keys: keys, master: try await gateway.store.callbackSecret())
    return Courier(gateway: gateway, transport: callbacks.transport, secrets: secrets)
  }
}
