import ArgumentParser
import Foundation
import TollgateCore

/// What `keys change` may change about a key beside its limits.
struct KeyOptions: ParsableArguments {
  /// Whether a key buys.
  enum Mode: String, ExpressibleByArgument, CaseIterable {
    case live
    case replay
  }

  @Option(help: "The team that it belongs to from now on; what is under way stays with the one that it had.")
  var team: String?

  @Flag(name: .customLong("no-team"), help: "It belongs to no team any more.")
  var hasNoTeam = false

  @Option(
    help: ArgumentHelp(
      "A model that it may use, or the beginning of ids with a *; may be repeated, and replaces what was there. '*' alone: all.",
      valueName: "pattern"))
  var models: [String] = []

  @Option(help: "live: it buys; replay: it only gets what is cached.")
  var mode: Mode?

  @Option(
    help: ArgumentHelp("A date in the configured time_zone, or a time; from then on the key is refused.", valueName: "date"))
  var expires: String?

  @Flag(name: .customLong("no-expires"), help: "It does not expire any more.")
  var hasNoExpiry = false

  /// Whether nothing is to be changed.
  var isEmpty: Bool { team == nil && !hasNoTeam && models.isEmpty && mode == nil && expires == nil && !hasNoExpiry }

  func validate() throws {
    if team != nil && hasNoTeam { throw ValidationError("--team and --no-team exclude each other; keep one.") }
    if expires != nil && hasNoExpiry { throw ValidationError("--expires and --no-expires exclude each other; keep one.") }
    _ = try patterns()
  }

  /// What the arguments change, with these limits. Dates are read in `zone`, and must be after `now`.
  func change(limits: LimitChange, at now: Timestamp, in zone: TimeZone) throws -> KeyChange {
    var change = KeyChange(limits: limits)
    if let team { change.team = .set(team) }
    if hasNoTeam { change.team = .set(nil) }
    if let patterns = try patterns() { change.models = .set(patterns.map(\.description) == ["*"] ? nil : patterns) }
    if let mode { change.replayOnly = .set(mode == .replay) }
    if let expires { change.expiresAt = .set(try ArgumentReading.expiry(expires, after: now, in: zone)) }
    if hasNoExpiry { change.expiresAt = .set(nil) }
    return change
  }

  /// `nil` where none are given.
  private func patterns() throws -> [ModelPattern]? {
    guard !models.isEmpty else { return nil }
    return try models.map { text in
      guard let pattern = ModelPattern(text) else {
        throw ValidationError("\"\(text)\" is no model; write an id, or the beginning of one and a *, such as 'google/*'.")
      }
      return pattern
    }
  }
}
