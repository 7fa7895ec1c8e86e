import HeapModule
import TollgateCore

/// When which job is asked about next: one due-time queue for all of them. It is pure; the watcher asks and waits.
struct PollSchedule {
  /// One job to ask about.
  struct Entry: Comparable {
    let due: Duration
    let generation: GenerationNumber
    /// How often it has been asked about since it is watched.
    let attempts: Int

    static func < (left: Entry, right: Entry) -> Bool {
      (left.due, left.generation) < (right.due, right.generation)
    }
  }

  private var heap = Heap<Entry>()

  mutating func insert(_ entry: Entry) { heap.insert(entry) }

  /// Takes out what is due, earliest first, at most `limit` entries.
  mutating func takeDue(atUptime now: Duration, limit: Int) -> [Entry] {
    var due: [Entry] = []
    while due.count < limit, let next = heap.min, next.due <= now { due.append(heap.removeMin()) }
    return due
  }

  /// When the next entry is due; `nil` where there is none.
  var nextDue: Duration? { heap.min?.due }

  var count: Int { heap.count }
}
