import TollgateCore

/// The schedule, the questions in flight, and what the loop that asks them waits for. It is woken for nothing else: ten thousand
/// jobs are a thousand questions a second, of which hardly one is the next. It is pure, like the schedule.
struct PollQueue {
  /// What the loop waits for.
  private enum Awaited {
    case nothing
    /// The end of a question, so that another one may begin.
    case room
    /// A moment; `nil` where nothing is scheduled.
    case moment(Duration?)
  }

  private var schedule = PollSchedule()
  private let concurrency: Int
  private var inFlight = 0
  private var awaited = Awaited.nothing

  /// - Parameter concurrency: the most questions in flight.
  init(concurrency: Int) { self.concurrency = concurrency }

  /// Takes out what is to be asked now; where that is nothing, the loop waits from now on.
  ///
  /// - Returns: also when to look again; `nil` for not before the loop is woken.
  mutating func takeDue(atUptime now: Duration) -> (due: [PollSchedule.Watch], nextDue: Duration?) {
    let free = concurrency - inFlight
    let due = schedule.takeDue(atUptime: now, limit: free)
    inFlight += due.count
    guard due.isEmpty else {
      awaited = .nothing
      return (due, nil)
    }
    let nextDue = free > 0 ? schedule.nextDue : nil
    awaited = free > 0 ? .moment(nextDue) : .room
    return ([], nextDue)
  }

  /// Schedules the next question about a generation; see ``PollSchedule``.
  ///
  /// - Returns: whether the loop has to be woken.
  mutating func schedule(_ generation: Generation, attempts: Int, due: Duration, atUptime now: Duration) -> Bool {
    schedule.schedule(generation, attempts: attempts, due: due, atUptime: now)
    guard case .moment(let moment) = awaited, moment.map({ due < $0 }) ?? true else { return false }
    awaited = .nothing
    return true
  }

  /// How many generations are asked about.
  var count: Int { schedule.count }

  mutating func forget(_ number: GenerationNumber) { schedule.forget(number) }

  /// Notes that a question was answered, or not, and is in flight no more.
  ///
  /// - Returns: whether the loop has to be woken.
  mutating func endQuestion() -> Bool {
    inFlight -= 1
    guard case .room = awaited else { return false }
    awaited = .nothing
    return true
  }
}
