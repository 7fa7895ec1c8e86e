import NIOConcurrencyHelpers
import TollgateCore

/// With which credential a generation's job is asked about. The gateway's own serves all; forwarded bearers are kept in memory
/// only, so that after a restart a job waits for its key's next request.
final class CredentialBook: Sendable {
  /// More forwarded bearers than this are not remembered at once; the gateway then listens on loopback only.
  private static let capacity = 10_000

  private let ownCredential: Secret?
  private let forwarded = NIOLockedValueBox<[KeyID: Secret]>([:])

  init(ownCredential: Secret?) { self.ownCredential = ownCredential }

  /// Whether each caller's bearer is passed on.
  var isForwarding: Bool { ownCredential == nil }

  func note(_ caller: Caller) {
    guard isForwarding else { return }
    forwarded.withLockedValue { book in
      if book[caller.key.id] == nil, book.count >= Self.capacity { book.removeAll() }
      book[caller.key.id] = caller.credential
    }
  }

  func credential(for key: KeyID) -> Secret? {
    ownCredential ?? forwarded.withLockedValue { $0[key] }
  }
}
