import NIOConcurrencyHelpers
import Subprocess

/// A gateway that was started, with a client for it.
final class GatewayProcess: Sendable {
  struct NeverReady: Error {}

  let client: GatewayClient
  /// The number of the process.
  let identifier: Int32
  private let start: ContinuousClock.Instant
  private let send: @Sendable (Signal) throws -> Void
  private let signalled = NIOLockedValueBox(false)

  init(
    client: GatewayClient, identifier: Int32, start: ContinuousClock.Instant,
    send: @escaping @Sendable (Signal) throws -> Void
  ) {
    self.client = client
    self.identifier = identifier
    self.start = start
    self.send = send
  }

  /// Whether it was sent a signal that ends it.
  var isSignalled: Bool { signalled.withLockedValue { $0 } }

  /// `kill -9`.
  func kill() { signal(.kill) }

  /// SIGTERM.
  func terminate() { signal(.terminate) }

  /// SIGINT, as by Ctrl-C.
  func interrupt() { signal(.interrupt) }

  /// SIGHUP, which does not end it.
  func hangUp() throws { try send(.terminalClosed) }

  private func signal(_ signal: Signal) {
    signalled.withLockedValue { $0 = true }
    // One that has ended by itself cannot be told.
    try? send(signal)
  }

  /// Waits until it serves.
  ///
  /// - Returns: the time since its program was started.
  @discardableResult
  func ready(within limit: Duration = .seconds(60)) async throws -> Duration {
    while start.duration(to: .now) < limit {
      if await client.isReady() { return start.duration(to: .now) }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw NeverReady()
  }
}
