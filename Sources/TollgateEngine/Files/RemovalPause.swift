import TollgateCore

/// Whether files may be removed: not while a backup copies those that its moment knew. What was to be removed meanwhile is
/// remembered and removed afterwards; its rows are gone at once, so that nobody waits.
///
/// A backup says again and again that it lives. One that has not for too long, or during which too much was removed, has lost
/// its claim and hears that the next time. It is pure; ``AssetRoom`` keeps it behind a lock and performs what it returns.
struct RemovalPause {
  /// How long a backup may be silent.
  static let patience: Duration = .seconds(120)
  /// How many removals are remembered.
  static let limit = 100_000

  private enum State {
    case none
    /// A backup lives, at least until then.
    case held(until: Duration)
    /// It has lost its claim, and has not heard that yet.
    case lost
  }

  private var state: State = .none
  private var waiting: Set<AssetID> = []

  /// Begins a pause.
  ///
  /// - Returns: whether it has begun: one backup is made at a time.
  mutating func begin(atUptime now: Duration) -> Bool {
    guard case .none = state else { return false }
    state = .held(until: now + Self.patience)
    return true
  }

  /// The backup lives.
  ///
  /// - Returns: whether all files are there still.
  mutating func renew(atUptime now: Duration) -> Bool {
    guard case .held = state else { return false }
    state = .held(until: now + Self.patience)
    return true
  }

  /// Whether a file may be removed now; where not, it is among those that ``end()`` returns.
  mutating func mayRemove(_ id: AssetID, atUptime now: Duration) -> Bool {
    guard case .held(let end) = state, now < end, waiting.count < Self.limit || waiting.contains(id) else {
      if case .held = state { state = .lost }
      return true
    }
    waiting.insert(id)
    return false
  }

  /// What may be removed although the backup has not ended, because it was silent for too long.
  mutating func takeOverdue(atUptime now: Duration) -> Set<AssetID> {
    if case .held(let end) = state, now >= end { state = .lost }
    guard case .lost = state else { return [] }
    defer { waiting = [] }
    return waiting
  }

  /// The backup has ended, in whatever way.
  ///
  /// - Returns: what is to be removed now.
  mutating func end() -> Set<AssetID> {
    state = .none
    defer { waiting = [] }
    return waiting
  }
}
