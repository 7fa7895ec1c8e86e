import TollgateCore

/// How a gateway is, for people.
enum StatusText {
  /// One fact a line.
  static func rendered(_ health: HealthReport?, _ storage: StorageSummary, at now: Timestamp, on screen: Screen) -> String {
    FactList.rendered((health.map { facts(on: $0, at: now) } ?? [("state", "stopped")]) + facts(on: storage), on: screen)
  }

  /// What is wrong, and what to do.
  static func remarks(on health: HealthReport) -> [String] {
    var remarks: [String] = []
    if let trouble = health.database.trouble, !health.database.isWritable {
      remarks.append(
        "The database cannot be written (\(trouble)): nothing is bought. Look at the disk and at the gateway's log.")
    }
    if let restore = health.service.restore { remarks.append(RestoreText.remark(on: restore)) }
    switch health.upstream.pause {
    case .keyRefused:
      remarks.append("The upstream refuses the gateway's own key: nothing is bought. Check SHORTAPI_KEY and the account there.")
    case .throttled: remarks.append("The upstream has asked for patience: purchases wait, and go on by themselves.")
    case .unreachable:
      let next = health.upstream.outage?.nextTryAt.map { " The next try is at \(DisplayText.moment($0))." } ?? ""
      remarks.append(
        "The upstream cannot be reached, or gives no usable answers (\(health.upstream.trouble ?? "see the log")): nothing is "
          + "bought until a single purchase shows that it does again.\(next) Look at the network (tollgate doctor).")
    case .draining, nil: break
    }
    if health.work.purchases[GenerationState.unknown.rawValue] != nil {
      remarks.append("Purchases with an unknown outcome wait for you: tollgate jobs list --state unknown.")
    }
    return remarks
  }

  private static func facts(on health: HealthReport, at now: Timestamp) -> [(name: String, value: String?)] {
    let (versions, upstream, work) = (health.versions, health.upstream, health.work)
    let last = health.database.committedAt.map { ", last \(DisplayText.duration(now.since($0))) ago" }
    let written = "\(health.database.commits) times\(last ?? "")"
    let purchases = work.purchases.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return [
      ("state", health.service.isDraining ? "draining" : health.database.isWritable ? "ready" : "unwritable"),
      ("since", "\(DisplayText.moment(health.clock.startedAt)), for \(DisplayText.duration(.seconds(health.clock.uptime)))"),
      ("serves", health.service.access == .open ? "programs on this machine, without keys" : "whoever has a key"),
      ("buys", buys(health)),
      (
        "version",
        "\(versions.tollgate), \(versions.database) (schema \(versions.schema)), Swift \(versions.swift), \(versions.system)"
      ),
      ("time zone", health.clock.timeZone), ("upstream", "\(upstream.address), \(answered(upstream, at: now))"),
      ("trouble", upstream.troubledAt.map { "\(upstream.trouble ?? "unknown"), \(DisplayText.duration(now.since($0))) ago" }),
      ("sending", "\(work.sending) of \(work.maximumSending), and \(work.waiting) of \(work.maximumWaiting) wait"),
      ("asked for", "\(work.asked) running"), ("open", purchases.joined(separator: ", ")),
      ("written", written),
    ]
  }

  private static func buys(_ health: HealthReport) -> String {
    if health.service.replaysOnly { return "never: it replays only" }
    if health.service.restore != nil { return "not before tollgate restore --accept: it was restored from a backup" }
    if !health.database.isWritable { return "not now: the database cannot be written" }
    switch health.upstream.pause {
    case .draining: return "no more: it is shutting down"
    case .keyRefused: return "not now: the upstream refuses its key"
    case .throttled: return "not now: the upstream has asked for patience"
    case .unreachable: return "not now: the upstream cannot be reached, or gives no usable answers"
    case nil: return health.upstream.outage == nil ? "yes" : "yes, and step by step more again"
    }
  }

  private static func answered(_ upstream: HealthReport.Upstream, at now: Timestamp) -> String {
    upstream.answeredAt.map { "answered \(DisplayText.duration(now.since($0))) ago" } ?? "not asked yet"
  }

  private static func facts(on storage: StorageSummary) -> [(name: String, value: String?)] {
    let (database, files, purchases) = (storage.database, storage.files, storage.purchases)
    let limit = files.limit.map { " of \(DisplayText.bytes($0))" } ?? ""
    let first = purchases.firstAt.map { " since \(DisplayText.minute($0))" } ?? ""
    let free = DisplayText.bytes(database.freeBytes)
    return [
      (
        "database",
        "\(DisplayText.bytes(database.bytes)), of which \(free) are free, and \(DisplayText.bytes(database.logBytes)) of log"
      ),
      ("files", "\(files.count), \(DisplayText.bytes(files.bytes))\(limit)"), ("purchases", "\(purchases.count)\(first)"),
    ]
  }
}
