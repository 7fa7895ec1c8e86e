import TollgateCore

/// What the engine knows about itself.
struct EngineFigures: FigureSource {
  let gateway: Gateway
  let watcher: Watcher
  let contact: UpstreamContact
  let books: BookReading

  func figures() -> GatewayFigures {
    var figures = GatewayFigures(store: gateway.store.condition())
    let (totals, uncounted) = gateway.usage.creates
    let names = gateway.keyRing.names
    figures.createsByKey = Dictionary(
      totals.byKey.map { id, creates in (names[id] ?? gateway.keyRing.name(of: id), creates) }, uniquingKeysWith: +)
    figures.createsByKey[nil] = totals.ofOtherKeys
    figures.createsByModel = Dictionary(uniqueKeysWithValues: totals.byModel.map { ($0, $1) })
    figures.createsByModel[nil] = totals.ofOtherModels
    figures.uncountedCreates = uncounted
    (figures.slots, figures.records) = gateway.memory.figures
    let load = gateway.purchasing.load
    (figures.sending, figures.waiting) = (load.sending, load.waiting)
    let policy = gateway.settings.current.policy
    (figures.maximumSending, figures.maximumWaiting) = (policy.maximumSending, policy.queueSize)
    figures.asked = watcher.count
    figures.pauses = gateway.currentPauses
    figures.answeredAt = contact.record.answeredAt
    figures.keptLimit = gateway.room?.limit
    return figures
  }

  func bookFigures() async -> BookFigures? { await books.figures() }
}

extension Gateway {
  /// Why nothing is bought now; more than one reason may hold.
  var currentPauses: Set<HealthReport.Upstream.Pause> {
    var current: Set<HealthReport.Upstream.Pause> = []
    if pauses.drain.isDraining { current.insert(.draining) }
    if pauses.gate.isRefused { current.insert(.keyRefused) }
    if outage.isHoldingBack { current.insert(.unreachable) }
    if purchasing.upstreamPause != nil { current.insert(.throttled) }
    return current
  }
}
