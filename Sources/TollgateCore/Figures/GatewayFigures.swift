/// What a running gateway knows about itself without asking its disk, for whoever watches it.
package struct GatewayFigures: Sendable, Equatable {
  /// Creates that ended since the start.
  package struct Creates: Sendable, Equatable {
    package var counts: [UsageOutcome: Int] = [:]
    /// What hits and joins would have cost.
    package var saved = Money.zero

    package init(counts: [UsageOutcome: Int] = [:], saved: Money = .zero) {
      self.counts = counts
      self.saved = saved
    }
  }

  /// One of the things that memory keeps for repeats.
  package struct Memory: Sendable, Equatable {
    /// Looks that found what they were for, and those that did not.
    package var hits = 0
    package var misses = 0
    package var entries = 0
    package var bytes = 0

    package init(hits: Int = 0, misses: Int = 0, entries: Int = 0, bytes: Int = 0) {
      self.hits = hits
      self.misses = misses
      self.entries = entries
      self.bytes = bytes
    }
  }

  /// By the names of keys; what has no place of its own is under `nil`.
  package var createsByKey: [String?: Creates] = [:]
  /// By the names of models that are known; all others are under `nil`.
  package var createsByModel: [String?: Creates] = [:]
  /// Creates that found no room in the statistics: they are in none of the sums.
  package var uncountedCreates = 0

  /// What finished in which slot.
  package var slots = Memory()
  /// Records of jobs.
  package var records = Memory()

  /// Create calls on their way to the upstream, and how many there may be.
  package var sending = 0
  package var maximumSending = 0
  /// Purchases that wait for their turn to be sent, and how many may.
  package var waiting = 0
  package var maximumWaiting = 0
  /// Jobs that the upstream is asked about.
  package var asked = 0
  /// Why nothing is bought now.
  package var pauses: Set<HealthReport.Upstream.Pause> = []
  /// How many bytes of files are kept before some go; `nil` where none are kept.
  package var keptLimit: Int64?
  /// When the upstream last answered; `nil` where it has not since the start.
  package var answeredAt: Timestamp?

  /// The store, as it has noticed by itself.
  package var store: StoreCondition

  package init(store: StoreCondition) { self.store = store }
}
