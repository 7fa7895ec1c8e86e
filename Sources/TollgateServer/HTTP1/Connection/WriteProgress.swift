import NIOCore

/// Whether a client takes what waits for it.
struct WriteProgress: Equatable {
  enum Verdict: Equatable {
    /// Nothing waits any more.
    case done
    case goesOn
    case stalled
  }

  /// The bytes that the client, or its side's kernel, had taken when it was looked at.
  private var taken: Int
  /// Since when it has taken no further ones.
  private var since: NIODeadline

  init(taken: Int, at now: NIODeadline) {
    self.taken = taken
    since = now
  }

  /// Looks again, when so many bytes wait and so many were taken in all. A client may take none for as long as `patience`.
  mutating func look(waiting: Int, taken: Int, at now: NIODeadline, patience: TimeAmount) -> Verdict {
    guard waiting > 0 else { return .done }
    if taken > self.taken {
      self.taken = taken
      since = now
    }
    return now >= since + patience ? .stalled : .goesOn
  }
}
