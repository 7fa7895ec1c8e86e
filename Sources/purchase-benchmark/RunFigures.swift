/// What one run showed.
struct RunFigures {
  var purchasesPerSecond: Double
  /// Processor time of the whole process for each purchase, in microseconds.
  var processorMicroseconds: Double
  /// Transactions that became durable.
  var commits: Int
  /// Commands in them.
  var commands: Int

  /// How many commands shared a transaction on average, rounded.
  var commandsPerCommit: Int { max(1, (commands + commits / 2) / max(1, commits)) }
}

/// Measures what happens between its making and ``figures(purchases:commits:commands:)``.
struct Stopwatch {
  private let start = ContinuousClock.now
  private let processor = ProcessTime.now()

  func figures(purchases: Int, commits: Int, commands: Int) -> RunFigures {
    let used = ProcessTime.now() - processor
    return RunFigures(
      purchasesPerSecond: Double(purchases) / ((ContinuousClock.now - start) / .seconds(1)),
      processorMicroseconds: used / .microseconds(1) / Double(purchases), commits: commits, commands: commands)
  }
}
