import Foundation
package import Logging
package import ServiceLifecycle
package import TollgateCore

/// What one gateway is made of, wired together.
struct GatewayParts {
  let keyRing: KeyRing
  let store: any Store
  let time: any TimeSource
  let policy: GatewayPolicy
  let catalogue: Catalogue
  let purchasing: Purchasing
  let flights: Flights
  let tickets: TicketOffice
  let memory: ResultMemory
  let credentials: CredentialBook
  let gate: CredentialGate
  let owner: OwnerID
  let calendar: LedgerCalendar
  let drain: Drain
  let logger: Logger
}

/// The engine of one gateway: its client side, its administration, and the services that work in the background.
package struct Engine: Sendable {
  package let gateway: Gateway
  package let administration: LocalAdministration
  /// Says that no purchase may start any more.
  package let drain: Drain
  /// What has to run, in the order in which they depend on each other: later ones are shut down first.
  package let services: [any Service]

  /// Settles what the last run left behind and makes an engine over a store. The store must be running.
  ///
  /// - Parameters:
  ///   - policy: the settings.
  ///   - catalogue: prices and defaults.
  ///   - declaredKeys: the configuration file's keys.
  ///   - ownCredential: the gateway's upstream key; `nil` in open mode without one.
  /// - Throws: ``StoreError``, or ``EngineStartError``.
  package static func start(
    policy: GatewayPolicy, catalogue: Catalogue, declaredKeys: [StoredKey] = [], ownCredential: Secret?, store: any Store,
    upstream: any UpstreamAPI, time: any TimeSource = SystemTimeSource(), logger: Logger
  ) async throws -> Engine {
    var policy = policy
    policy.hasOwnCredential = ownCredential != nil
    guard let calendar = LedgerCalendar(timeZoneIdentifier: policy.timeZoneIdentifier) else {
      throw EngineStartError.unknownTimeZone(policy.timeZoneIdentifier)
    }
    try await store.declare(declaredKeys, at: time.now())
    let keyRing = KeyRing(keys: try await store.keys(), ownCredential: ownCredential)
    let owner = OwnerID(UUID().uuidString)
    let unfinished = try await store.recover(owner: owner, at: time.now())
    let newest = try await store.generations(in: nil, before: nil, limit: 1).first
    let tickets = TicketOffice(
      secret: try await store.ticketSecret(), block: try await store.reserveSerials(TicketOffice.blockSize),
      lastGeneration: newest?.number)

    let memory = ResultMemory(limit: policy.memoryForResults)
    let credentials = CredentialBook(ownCredential: ownCredential)
    let flights = Flights(time: time)
    let gate = CredentialGate()
    let drain = Drain()
    let watcher = Watcher(
      store: store, upstream: upstream, time: time, pace: policy.polling, memory: memory, credentials: credentials,
      drain: drain, logger: logger)
    watcher.resume(unfinished)
    let purchasing = Purchasing(
      store: store, upstream: upstream, time: time, policy: policy, flights: flights, gate: gate, watcher: watcher,
      drain: drain, logger: logger)
    let gateway = Gateway(
      parts: GatewayParts(
        keyRing: keyRing, store: store, time: time, policy: policy, catalogue: catalogue, purchasing: purchasing,
        flights: flights, tickets: tickets, memory: memory, credentials: credentials, gate: gate, owner: owner,
        calendar: calendar, drain: drain, logger: logger))
    let administration = LocalAdministration(
      store: store, keyRing: keyRing, time: time,
      running: .init(gateway: gateway, watcher: watcher))
    return Engine(
      gateway: gateway, administration: administration, drain: drain,
      services: [watcher, purchasing, SerialRefill(tickets: tickets, store: store, time: time, logger: logger)])
  }
}

/// Why an engine could not be made.
package enum EngineStartError: Error, Equatable, CustomStringConvertible {
  case unknownTimeZone(String)

  package var description: String {
    switch self {
    case .unknownTimeZone(let name): "there is no time zone \(name); use a name such as UTC or Europe/Berlin"
    }
  }
}
