import NIOConcurrencyHelpers
package import TollgateCore

/// Counts how creates end and whose results they are answered with, in memory, so that a hit waits for nothing. ``UsageFlush`` writes
/// the sums down.
package final class UsageMeter: Sendable {
  /// Kinds that are counted at once, of either; what comes beyond is dropped, and the dropped are counted.
  static let capacity = 10_000
  /// Longer names of models are not kept.
  private static let longestModelName = 128
  private static let millisecondsPerMinute: Int64 = 60_000

  private struct Sum: TallySum {
    var count = 0
    var saved = Money.zero

    mutating func add(_ other: Sum) {
      count += other.count
      saved = saved.addingSaturating(other.saved)
    }
  }

  /// What was counted since it was taken out last.
  struct Taken: Sendable {
    var counts: [UsageCount] = []
    /// How many creates are not in ``counts``.
    var droppedCounts = 0
    var uses: [GenerationUse] = []
    /// How many answers are not in ``uses``.
    var droppedUses = 0

    var isEmpty: Bool { counts.isEmpty && uses.isEmpty }
  }

  private struct State {
    var counts = Tally<UsageCount.Kind, Sum>(capacity: capacity)
    /// What was taken out before and could not be written down: it is in ``totals`` already.
    var returned = Tally<UsageCount.Kind, Sum>(capacity: capacity)
    var uses = Tally<GenerationUse.Kind, UseSum>(capacity: capacity)
    /// The minute whose calendar day is known.
    var minute = Int64.min
    var day: Int32 = 0
  }

  private let calendar: LedgerCalendar
  /// Whether there is a model of this name, as far as anybody here knows. What a refused create names is whatever its client wrote:
  /// who asks for ever new models takes no room from what others save, and fills no disk.
  private let isKnown: @Sendable (String) -> Bool
  private let state = NIOLockedValueBox(State())
  /// What was ever taken out. Hits do not wait for its lock.
  private let totals = NIOLockedValueBox((creates: CreateTotals(), dropped: 0))

  /// A meter.
  ///
  /// - Parameters:
  ///   - calendar: whose days they are.
  ///   - isKnown: whether there is a model of this name, as far as anybody here knows.
  package init(calendar: LedgerCalendar, isKnown: @escaping @Sendable (String) -> Bool) {
    self.calendar = calendar
    self.isKnown = isKnown
  }

  /// Counts one create.
  package func count(_ ending: CreateEnding, of key: Key, at now: Timestamp) {
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
      state.counts.add(Sum(count: 1, saved: ending.saved), of: kind)
      if let generation = ending.generation, let use = UseSum(ending, at: now) {
        state.uses.add(use, of: GenerationUse.Kind(generation: generation, key: key.id))
      }
    }
  }

  /// Takes out what was counted.
  func take() -> Taken {
    // Whoever counts waits for the lock: room for as much as there is now is made without it, and what there are many of is walked
    // through, and freed, without it.
    let (countKinds, useKinds) = state.withLockedValue { ($0.counts.kindCount, $0.uses.kindCount) }
    var counts = Tally<UsageCount.Kind, Sum>(capacity: Self.capacity, expecting: countKinds)
    var returned = Tally<UsageCount.Kind, Sum>(capacity: Self.capacity)
    var uses = Tally<GenerationUse.Kind, UseSum>(capacity: Self.capacity, expecting: useKinds)
    state.withLockedValue { state in
      swap(&state.counts, &counts)
      swap(&state.returned, &returned)
      swap(&state.uses, &uses)
    }
    let fresh = Self.counts(in: &counts)
    let dropped = counts.dropped
    totals.withLockedValue { totals in
      totals.creates.add(fresh, isKnown: isKnown)
      totals.dropped += dropped
    }
    // What comes back takes the room that is left.
    for (kind, sum) in returned.settled() { counts.add(sum, of: kind) }
    return Taken(
      counts: Self.counts(in: &counts), droppedCounts: counts.dropped + returned.dropped,
      uses: uses.settled().map { GenerationUse($0.key, $0.value) }, droppedUses: uses.dropped)
  }

  private static func counts(in tally: inout Tally<UsageCount.Kind, Sum>) -> [UsageCount] {
    tally.settled().map { UsageCount($0.key, count: $0.value.count, saved: $0.value.saved) }
  }

  /// Puts back what could not be written down.
  func putBack(_ counts: [UsageCount], uses: [GenerationUse] = []) {
    state.withLockedValue { state in
      for count in counts { state.returned.add(Sum(count: count.count, saved: count.saved), of: count.kind) }
      for use in uses { state.uses.add(use.sum, of: use.kind) }
    }
  }

  /// How creates have ended since the start, up to those that ``UsageFlush`` has not taken out yet; and how many found no room.
  var creates: (totals: CreateTotals, uncounted: Int) { totals.withLockedValue { ($0.creates, $0.dropped) } }
}

extension UseSum: TallySum {
  /// What a create adds to the uses of the generation that it was answered with; `nil` where it bought that.
  fileprivate init?(_ ending: CreateEnding, at now: Timestamp) {
    switch ending.outcome {
    case .hit: self.init(hits: 1, saved: ending.saved, lastAt: now)
    case .joined: self.init(joined: 1, saved: ending.saved, lastAt: now)
    case .miss, .refused: return nil
    }
  }
}
