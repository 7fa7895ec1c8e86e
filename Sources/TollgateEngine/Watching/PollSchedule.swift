import HeapModule
import TollgateCore

/// What is asked about, and when next: one due-time queue for all watched generations. It is pure; the watcher asks and waits.
struct PollSchedule {
  /// A generation that is asked about.
  struct Watch {
    var generation: Generation
    /// Questions so far, in the generation's present state.
    var attempts: Int
    /// The uptime since which it is watched in its present state.
    var since: Duration
    /// The question that is scheduled; entries of the queue for earlier ones are void.
    fileprivate var turn: UInt64
  }

  private struct Entry: Comparable {
    let due: Duration
    let turn: UInt64
    let generation: GenerationNumber

    static func < (left: Entry, right: Entry) -> Bool { (left.due, left.turn) < (right.due, right.turn) }
  }

  private var queue = Heap<Entry>()
  private var watches: [GenerationNumber: Watch] = [:]
  private var lastTurn: UInt64 = 0

  /// Schedules the next question about a generation, instead of one that is scheduled already. `attempts` are the questions so
  /// far; they are counted from zero where the state is another one than before.
  mutating func schedule(_ generation: Generation, attempts: Int, due: Duration, atUptime now: Duration) {
    lastTurn += 1
    let known = watches[generation.number].flatMap { $0.generation.state == generation.state ? $0 : nil }
    watches[generation.number] = Watch(
      generation: generation, attempts: known == nil ? 0 : attempts, since: known?.since ?? now, turn: lastTurn)
    queue.insert(Entry(due: due, turn: lastTurn, generation: generation.number))
  }

  /// How many generations are asked about.
  var count: Int { watches.count }

  mutating func forget(_ number: GenerationNumber) { watches.removeValue(forKey: number) }

  /// Takes out what is due, earliest first, at most `limit` watches. They stay watched.
  mutating func takeDue(atUptime now: Duration, limit: Int) -> [Watch] {
    var due: [Watch] = []
    while due.count < limit, let next = queue.min, next.due <= now {
      queue.removeMin()
      if let watch = watches[next.generation], watch.turn == next.turn { due.append(watch) }
    }
    return due
  }

  /// When to look again; `nil` where nothing is scheduled.
  var nextDue: Duration? { queue.min?.due }
}
