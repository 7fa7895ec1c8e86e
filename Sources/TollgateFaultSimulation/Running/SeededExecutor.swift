/// Runs the tasks of one simulation on the thread that drives it, one job at a time, in the order that the driver chooses.
///
/// It is used by that one thread alone: all that a simulated engine waits for is answered by the driver.
final class SeededExecutor: TaskExecutor, @unchecked Sendable {
  private var ready: [UnownedJob] = []

  /// How many jobs could run.
  var readyCount: Int { ready.count }

  func enqueue(_ job: consuming ExecutorJob) { ready.append(UnownedJob(job)) }

  /// Runs one of the jobs that are ready.
  func run(_ place: Int) {
    let job = ready.remove(at: place)
    unsafe job.runSynchronously(on: asUnownedTaskExecutor())
  }
}
