import TollgateCore

/// A label with what it is about: a text, a moment, or both.
struct Fact {
  let label: String
  let value: String
  let moment: ShownMoment?

  init(_ label: String, _ value: String = "", at moment: ShownMoment? = nil) {
    self.label = label
    self.value = value
    self.moment = moment
  }
}

/// How the gateway is, in words.
enum HealthFacts {
  /// What needs somebody.
  static func problems(of health: HealthReport) -> [String] {
    var problems: [String] = []
    if !health.database.isWritable {
      problems.append("The database cannot be written, so that nothing is bought: \(health.database.trouble ?? "see the log").")
    }
    if health.service.restore != nil { problems.append(restored) }
    switch health.upstream.pause {
    case .keyRefused:
      problems.append("ShortAPI refuses the gateway’s own key, so that nothing is bought: set upstream.api_key to another one.")
    case .throttled: problems.append("ShortAPI has asked to be left alone for a while; purchases wait for their turn.")
    case .unreachable:
      problems.append(
        "ShortAPI cannot be reached, or gives no usable answers (\(health.upstream.trouble ?? "see the log")): nothing is bought "
          + "until a single purchase shows that it does again.")
    case .draining: problems.append("The gateway is shutting down, and starts no purchase any more.")
    case nil: break
    }
    return problems
  }

  /// What is said of a store that was restored from a backup.
  static let restored = """
    This gateway was restored from a backup: nothing is bought, and nobody is called back, until somebody runs tollgate restore \
    --accept on its machine. What was bought after the backup is not known here, and would be bought again.
    """

  /// Whom it serves, and what it does now.
  static func facts(of health: HealthReport, _ calendar: ConsoleCalendar) -> [Fact] {
    let access =
      switch health.service.access {
      case .open: "every program on this machine: there are no keys"
      case .keys: "who has a key"
      }
    let work = health.work
    var facts = [
      Fact("Serves", access), Fact("Mode", health.service.replaysOnly ? "replays only, and buys nothing" : "buys and replays"),
      Fact(
        "Database", health.database.isWritable ? "writable; last written " : "not writable; last written ",
        at: health.database.committedAt.map(calendar.shown)),
      Fact("ShortAPI", health.upstream.address),
    ]
    if let answered = health.upstream.answeredAt { facts.append(Fact("Last answer", at: calendar.shown(answered))) }
    if let troubled = health.upstream.troubledAt {
      facts.append(Fact("Last trouble", (health.upstream.trouble ?? "no usable answer") + ", ", at: calendar.shown(troubled)))
    }
    return facts + [
      Fact("Being sent", "\(ShownText.count(work.sending)) of \(ShownText.count(work.maximumSending))"),
      Fact("Waiting to be sent", "\(ShownText.count(work.waiting)) of \(ShownText.count(work.maximumWaiting))"),
      Fact("Watched at ShortAPI", ShownText.count(work.asked)), Fact("Watching live", ShownText.count(work.watchers)),
    ]
  }

  /// What it is made of, and since when it runs.
  static func versions(of health: HealthReport, _ calendar: ConsoleCalendar) -> [Fact] {
    [
      Fact("Tollgate", health.versions.tollgate),
      Fact("Running since", at: calendar.shown(health.clock.startedAt)),
      Fact("Up for", ShownText.duration(.seconds(health.clock.uptime))), Fact("Time zone", calendar.zone),
      Fact("Database", "\(health.versions.database), schema \(health.versions.schema)"), Fact("Swift", health.versions.swift),
      Fact("System", health.versions.system),
    ]
  }
}
