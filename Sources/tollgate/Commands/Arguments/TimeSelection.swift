import ArgumentParser
import Foundation
import TollgateCore

/// `--since` and `--until`, as lists take them.
struct TimeSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp("Only since a date or for so long, such as 2026-11-01 or 7d.", valueName: "date|duration"))
  var since: String?

  @Option(
    help: ArgumentHelp("Only before a date or so long ago, such as 2026-12-01 or 12h.", valueName: "date|duration"))
  var until: String?

  /// Whether nothing is said, so that all times are meant.
  var isEmpty: Bool { since == nil && until == nil }

  func validate() throws {
    let now = SystemTimeSource().now()
    guard let first = try first(before: now, in: .gmt), let end = try end(before: now, in: .gmt), first >= end else { return }
    throw ValidationError("--since is not before --until; write the earlier moment after --since.")
  }

  /// The first moment. Dates begin at midnight in `zone`.
  func first(before now: Timestamp, in zone: TimeZone) throws -> Timestamp? {
    try since.map { try ArgumentReading.past($0, before: now, in: zone) }
  }

  /// The moment after the last.
  func end(before now: Timestamp, in zone: TimeZone) throws -> Timestamp? {
    try until.map { try ArgumentReading.past($0, before: now, in: zone) }
  }
}
