import HeapModule
import TollgateCore

/// Whose files are copied, and when: one due-time queue. It is pure; the mirror copies and waits.
struct CopySchedule {
  /// A generation whose files are copied.
  struct Copy: Sendable {
    let generation: Generation
    /// What was tried for each file, by its position.
    var attempts: [Int: Attempts] = [:]
    /// How often in a row there was no room for a file.
    var timesWithoutRoom = 0
  }

  /// What was tried for one file.
  struct Attempts: Sendable {
    var tries = 0
    /// How often a server said that it has no such file, or may not be asked, also after a fresh link was asked for.
    var refusals = 0
    /// The uptime before which it is not tried again, whatever its result's other files need.
    var due: Duration = .zero
  }

  private struct Entry: Comparable {
    let due: Duration
    let turn: UInt64
    let copy: Copy

    static func < (left: Entry, right: Entry) -> Bool { (left.due, left.turn) < (right.due, right.turn) }
    static func == (left: Entry, right: Entry) -> Bool { left.turn == right.turn }
  }

  private var queue = Heap<Entry>()
  private var numbers: Set<GenerationNumber> = []
  private var lastTurn: UInt64 = 0

  /// Schedules a try, unless one is scheduled or under way.
  mutating func add(_ generation: Generation, due: Duration) {
    guard numbers.insert(generation.number).inserted else { return }
    insert(Copy(generation: generation), due: due)
  }

  /// Schedules the next try of a copy that was taken out.
  mutating func putBack(_ copy: Copy, due: Duration) { insert(copy, due: due) }

  /// Ends a copy that was taken out.
  mutating func forget(_ copy: Copy) { numbers.remove(copy.generation.number) }

  /// Takes out what is due, earliest first.
  mutating func takeDue(atUptime now: Duration, limit: Int) -> [Copy] {
    var due: [Copy] = []
    while due.count < limit, let next = queue.min, next.due <= now { due.append(queue.removeMin().copy) }
    return due
  }

  /// When to look again; `nil` where nothing is scheduled.
  var nextDue: Duration? { queue.min?.due }

  private mutating func insert(_ copy: Copy, due: Duration) {
    lastTurn += 1
    queue.insert(Entry(due: due, turn: lastTurn, copy: copy))
  }
}
