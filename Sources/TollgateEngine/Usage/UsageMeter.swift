import NIOConcurrencyHelpers
import TollgateCore

/// Counts how creates end, in memory, so that a hit waits for nothing. ``UsageFlush`` writes the sums down.
final class UsageMeter: Sendable {
  /// Kinds that are counted at once; what comes beyond is dropped, and the dropped are counted.
  static let capacity = 10_000
  /// Longer names of models are not kept.
  private static let longestModelName = 128
  private static let millisecondsPerMinute: Int64 = 60_000

  private struct Sum {
    var count = 0
    var saved = Money.zero

    mutating func add(_ other: Sum) {
      count += other.count
      saved = saved.addingSaturating(other.saved)
    }
  }

  private struct State {
    var sums: [UsageCount.Kind: Sum] = [:]
    /// What was counted last, before it is added to the others: the same often comes many times in a row.
    var latest: (kind: UsageCount.Kind, sum: Sum)?
    var dropped = 0
    /// The minute whose calendar day is known.
    var minute = Int64.min
    var day: Int32 = 0
  }

  private let calendar: LedgerCalendar
  /// Whether there is a model of this name, as far as anybody here knows. What a refused create names is whatever its client wrote:
  /// who asks for ever new models takes no room from what others save, and fills no disk.
  private let isKnown: @Sendable (String) -> Bool
  private let state = NIOLockedValueBox(State())

  init(calendar: LedgerCalendar, isKnown: @escaping @Sendable (String) -> Bool) {
    self.calendar = calendar
    self.isKnown = isKnown
  }

  /// Counts one create.
  func count(_ ending: CreateEnding, of key: Key, at now: Timestamp) {
    let minute = now.millisecondsSince1970 / Self.millisecondsPerMinute
    let isNamed = ending.model.utf8.count <= Self.longestModelName && (ending.outcome != .refused || isKnown(ending.model))
    let model = isNamed ? ending.model : ""
    state.withLockedValue { state in
      if state.minute != minute {
        // Days begin on whole minutes, in every time zone of today.
        (state.minute, state.day) = (minute, calendar.window(of: now).day)
      }
      let kind = UsageCount.Kind(
        minute: minute, day: state.day, key: key.id, team: key.team, model: model, outcome: ending.outcome)
      let one = Sum(count: 1, saved: ending.saved)
      if state.latest?.kind == kind {
        state.latest?.sum.add(one)
      } else {
        Self.addLatest(to: &state)
        state.latest = (kind, one)
      }
    }
  }

  /// Takes out what was counted, and how many were dropped.
  func take() -> (counts: [UsageCount], dropped: Int) {
    // Whoever counts waits for the lock: what there are many of is walked through, and freed, without it.
    let (sums, dropped) = state.withLockedValue { state in
      Self.addLatest(to: &state)
      let taken = (state.sums, state.dropped)
      (state.sums, state.dropped) = ([:], 0)
      return taken
    }
    return (sums.map { UsageCount($0.key, count: $0.value.count, saved: $0.value.saved) }, dropped)
  }

  /// Puts back what could not be written down.
  func putBack(_ counts: [UsageCount]) {
    state.withLockedValue { state in
      for count in counts { Self.add(Sum(count: count.count, saved: count.saved), of: count.kind, to: &state) }
    }
  }

  private static func addLatest(to state: inout State) {
    if let (kind, sum) = state.latest { add(sum, of: kind, to: &state) }
    state.latest = nil
  }

  private static func add(_ sum: Sum, of kind: UsageCount.Kind, to state: inout State) {
    guard state.sums.count < capacity || state.sums[kind] != nil else {
      state.dropped += sum.count
      return
    }
    state.sums[kind, default: Sum()].add(sum)
  }
}
