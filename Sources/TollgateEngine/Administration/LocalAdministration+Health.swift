import Foundation
package import TollgateCore

extension LocalAdministration {
  package func health() async throws(AdministrationError) -> HealthReport {
    guard let running, let program = declared.program else {
      throw AdministrationError(
        .unavailable, "No gateway runs here, so there is nothing to say about it; start it with tollgate serve.")
    }
    let counts = try await generationCounts()
    let condition = store.condition()
    let now = time.now()
    return HealthReport(
      versions: .init(
        tollgate: program.version, swift: ProgramFacts.swiftVersion, database: condition.engine, schema: condition.schema,
        system: ProcessInfo.processInfo.operatingSystemVersionString),
      clock: .init(
        startedAt: running.startedAt, uptime: (time.uptime() - running.startUptime).components.seconds, now: now,
        timeZone: running.gateway.policy.timeZone.identifier),
      service: .init(
        access: running.gateway.keyRing.mode == .open ? .open : .keys, replaysOnly: running.gateway.policy.replaysOnly,
        isDraining: running.gateway.pauses.drain.isDraining, restore: running.gateway.restoreHold.pending),
      database: .init(
        isWritable: condition.trouble == nil, trouble: condition.trouble, commits: condition.commits,
        committedAt: condition.sinceCommit.map { now - $0 }, waiting: condition.waiting),
      upstream: upstreamHealth(running, address: program.upstream),
      work: work(running, counts))
  }

  private func upstreamHealth(_ running: Running, address: String) -> HealthReport.Upstream {
    let contact = running.contact.record
    let outage = running.gateway.outage
    return HealthReport.Upstream(
      address: address, answeredAt: contact.answeredAt, troubledAt: contact.troubledAt, trouble: contact.trouble,
      pause: pause(running.gateway, outage), outage: shown(outage), outages: outage.count)
  }

  private func pause(_ gateway: Gateway, _ outage: UpstreamOutage) -> HealthReport.Upstream.Pause? {
    if gateway.pauses.drain.isDraining { return .draining }
    // Also when the next purchase may try again: until one was taken, somebody has to do something.
    if gateway.pauses.gate.isRefused { return .keyRefused }
    if outage.isHoldingBack { return .unreachable }
    return gateway.purchasing.upstreamPause == nil ? nil : .throttled
  }

  private func shown(_ outage: UpstreamOutage) -> HealthReport.Upstream.Outage? {
    let now = time.now()
    return outage.phase.map { phase in
      HealthReport.Upstream.Outage(
        phase: phase, since: now - (outage.duration ?? .zero), nextTryAt: outage.pause.map { now + $0 })
    }
  }

  private func work(_ running: Running, _ counts: [GenerationState: Int]) -> HealthReport.Work {
    let load = running.gateway.purchasing.load
    let policy = running.gateway.policy
    return HealthReport.Work(
      purchases: Dictionary(counts.map { ($0.key.rawValue, $0.value) }) { first, _ in first }, sending: load.sending,
      maximumSending: policy.maximumSending, waiting: load.waiting, maximumWaiting: policy.queueSize,
      asked: running.watcher.count, watchers: running.gateway.feed.count)
  }
}
