import TollgateCore

/// Everything that changes while a simulator runs. Its owner holds a lock around it.
struct SimulatorState {
  var faults: FaultBook
  var jobs = JobBook()
  var identifiers = JobIdentifiers()
  var counts = Counts()
  /// What links begin with.
  var publicURL = ""
  /// How many callbacks wait for their job's end.
  var callbacksWaiting = 0

  struct Counts {
    var creates = 0
    var queries = 0
    var files = 0
    var callbacks = 0
    var createsInFlight = 0
    var queriesInFlight = 0
    var maximumCreatesInFlight = 0
    var maximumQueriesInFlight = 0

    mutating func begin(_ call: Call) {
      switch call {
      case .create:
        creates += 1
        createsInFlight += 1
        maximumCreatesInFlight = max(maximumCreatesInFlight, createsInFlight)
      case .query:
        queries += 1
        queriesInFlight += 1
        maximumQueriesInFlight = max(maximumQueriesInFlight, queriesInFlight)
      case .file: files += 1
      case .control, .unknown: break
      }
    }

    mutating func end(_ call: Call) {
      switch call {
      case .create: createsInFlight -= 1
      case .query: queriesInFlight -= 1
      case .file, .control, .unknown: break
      }
    }
  }
}
