import NIOConcurrencyHelpers
import NIOPosix

/// The referee's log: one JSON line per accepted job, durable before the create is answered. What was really bought can be
/// counted from it, whatever happened to the answers.
///
/// Lines that wait together are written and synced together. Without a path nothing is written. At most one line per
/// connection waits, since each connection waits for its line.
final class RefereeLog: Sendable {
  private struct Waiting {
    let line: [UInt8]
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var file: RefereeFile?
    var waiting: [Waiting] = []
    var isClosed = false
  }

  private let path: String?
  private let state = NIOLockedValueBox(State())
  private let signals: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  init(path: String?) {
    self.path = path
    (signals, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Opens the file and reads the jobs that are in it.
  func open() throws(RefereeLogError) -> [AcceptedJob] {
    guard let path else { return [] }
    let file = try RefereeFile(path: path)
    let jobs = try file.readJobs()
    state.withLockedValue { $0.file = file }
    return jobs
  }

  /// Returns when the job's line is durable.
  ///
  /// - Throws: ``RefereeLogError`` where it is not.
  func append(_ job: AcceptedJob) async throws {
    guard path != nil else { return }
    try await withCheckedThrowingContinuation { continuation in
      let isClosed = state.withLockedValue { state in
        if !state.isClosed { state.waiting.append(Waiting(line: job.line, continuation: continuation)) }
        return state.isClosed
      }
      if isClosed { continuation.resume(throwing: RefereeLogError.closed) } else { wake.yield() }
    }
  }

  /// Writes what is appended until the task is cancelled; then whatever still waits fails.
  func run() async {
    for await _ in signals {
      let (file, batch) = state.withLockedValue { state in
        defer { state.waiting = [] }
        return (state.file, state.waiting)
      }
      guard let file, !batch.isEmpty else { continue }
      let lines = batch.flatMap(\.line)
      let result: Result<Void, any Error>
      do {
        result = .success(try await NIOThreadPool.singleton.runIfActive { try file.append(lines) })
      } catch {
        result = .failure(error)
      }
      for waiting in batch { waiting.continuation.resume(with: result) }
    }
    let rest = state.withLockedValue { state in
      defer { state = State(isClosed: true) }
      return state.waiting
    }
    for waiting in rest { waiting.continuation.resume(throwing: RefereeLogError.closed) }
  }
}
