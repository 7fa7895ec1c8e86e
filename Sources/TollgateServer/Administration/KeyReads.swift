import HTTPTypes
import NIOConcurrencyHelpers
import TollgateCore

/// What keys read from the administration: one read of each key at a time, and each for no longer than some seconds. Whoever has a
/// key, and no more, cannot take the connections that read from everybody else.
final class KeyReads: Sendable {
  private let deadline: Duration
  private let underWay = NIOLockedValueBox<Set<String>>([])

  /// - Parameter deadline: when a read is broken off.
  init(deadline: Duration = .seconds(5)) { self.deadline = deadline }

  /// Reads for whoever asks. An administrator reads as often and for as long as he likes.
  ///
  /// - Throws: ``AdministrationRefusal`` where the key reads already; ``AdministrationError`` where it takes too long.
  func serve<Reply: Sendable>(
    _ role: AdministrationRole, _ read: @escaping @Sendable () async throws -> Reply
  ) async throws -> Reply {
    guard let key = role.keyName else { return try await read() }
    guard underWay.withLockedValue({ $0.insert(key).inserted }) else {
      throw AdministrationRefusal(
        .tooManyRequests, "This key is being answered already; a key reads one thing at a time here.",
        fields: [.retryAfter: "1"])
    }
    defer { underWay.withLockedValue { _ = $0.remove(key) } }
    return try await inTime(read)
  }

  private func inTime<Reply: Sendable>(_ read: @escaping @Sendable () async throws -> Reply) async throws -> Reply {
    try await withThrowingTaskGroup(of: Reply?.self) { group in
      group.addTask { try await read() }
      group.addTask { [deadline] in
        try await Task.sleep(for: deadline)
        return nil
      }
      // A read that is cancelled is interrupted in the database.
      defer { group.cancelAll() }
      guard let first = try await group.next(), let reply = first else {
        throw AdministrationError(
          .unavailable,
          "This took longer than \(deadline.components.seconds) s and was broken off; ask for less, such as a shorter time.")
      }
      return reply
    }
  }
}
