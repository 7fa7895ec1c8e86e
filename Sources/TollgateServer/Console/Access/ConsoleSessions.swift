import NIOConcurrencyHelpers
import TollgateCore

/// Who is signed in: in memory, until twelve hours have passed, nothing was asked for in an hour, the token is
/// another one, or the gateway ends.
final class ConsoleSessions: Sendable {
  /// One browser that is signed in.
  struct Session {
    /// What its forms carry.
    let formToken: String
    /// The admin token with which it signed in, as ``AdminToken/revision``.
    fileprivate let revision: Int
    /// By the clock that never goes back.
    fileprivate let end: Duration
    /// When it ends unless something is asked for.
    fileprivate var idleEnd: Duration

    fileprivate func isOver(at now: Duration) -> Bool { now >= min(end, idleEnd) }
  }

  static let lifetime: Duration = .seconds(12 * 3600)
  /// A browser that asks for nothing for so long was left by somebody.
  static let idleLimit: Duration = .seconds(3600)
  /// At most so many at a time; one more ends the oldest.
  static let capacity = 64

  /// What the forms of those carry who are not signed in.
  let formToken = RandomToken.make()
  private let token: AdminToken
  private let time: any TimeSource
  /// By the digest of the cookie, so that a look-up says nothing about it by how long it takes.
  private let sessions = NIOLockedValueBox<[KeyDigest: Session]>([:])

  init(token: AdminToken, time: any TimeSource) {
    self.token = token
    self.time = time
  }

  /// Signs a browser in.
  ///
  /// - Returns: what its cookie says.
  func begin() -> String {
    let cookie = RandomToken.make()
    let now = time.uptime()
    let revision = token.revision
    sessions.withLockedValue { sessions in
      sessions = sessions.filter { !$0.value.isOver(at: now) }
      if sessions.count >= Self.capacity, let oldest = sessions.min(by: { $0.value.end < $1.value.end })?.key {
        sessions[oldest] = nil
      }
      sessions[KeyDigest(secret: cookie)] = Session(
        formToken: RandomToken.make(), revision: revision, end: now + Self.lifetime, idleEnd: now + Self.idleLimit)
    }
    return cookie
  }

  /// The session of a cookie, which has asked for something now; `nil` where there is none, or no longer.
  func session(_ cookie: String) -> Session? {
    let now = time.uptime()
    let digest = KeyDigest(secret: cookie)
    let revision = token.revision
    return sessions.withLockedValue { sessions in
      guard let session = sessions[digest], session.revision == revision, !session.isOver(at: now) else { return nil }
      sessions[digest]?.idleEnd = now + Self.idleLimit
      return session
    }
  }

  /// Signs a browser out.
  func end(_ cookie: String) { sessions.withLockedValue { _ = $0.removeValue(forKey: KeyDigest(secret: cookie)) } }
}

/// Texts that nobody guesses.
enum RandomToken {
  /// 256 random bits in hex.
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return HexDigits.text(of: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }
}
