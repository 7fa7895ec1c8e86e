import DequeModule
import TollgateCore

/// Who waits, in an order that is fair between keys: each key's own wait first come first served, and the keys take turns. That
/// is deficit round robin (Shreedhar and Varghese, 1995) where everything costs one quantum, as every create call does.
///
/// It is bounded. When it is full, a key of whom fewer wait still gets in, in the place of the newest of the key that waits most,
/// so that one key's many cannot lock the others out.
struct FairQueue: Sendable {
  /// One who waits.
  typealias ID = UInt64

  /// What became of a newcomer.
  enum Admission: Sendable, Equatable {
    case queued
    /// Queued, in the place of another one, who waits no more.
    case displaced(ID)
    case refused
  }

  private struct Line {
    /// In order of arrival. Who left is skipped when its turn comes.
    var order: Deque<ID> = []
    var waiting: Set<ID> = []

    mutating func popFirst(where isReady: (ID) -> Bool) -> ID? {
      while let first = order.first, !waiting.contains(first) { order.removeFirst() }
      guard let index = order.firstIndex(where: { waiting.contains($0) && isReady($0) }) else { return nil }
      let id = order.remove(at: index)
      waiting.remove(id)
      return id
    }
  }

  var capacity: Int
  private var lines: [KeyID: Line] = [:]
  /// The keys of whom somebody waits, the next one first.
  private var turns: Deque<KeyID> = []
  /// How many wait.
  private(set) var count = 0

  init(capacity: Int) { self.capacity = capacity }

  /// Lets one of a key wait, with so many places more than the capacity.
  mutating func add(_ id: ID, of key: KeyID, beyond extra: Int = 0) -> Admission {
    guard hasRoom(for: key, beyond: extra) else { return .refused }
    let displaced = isFull(beyond: extra) ? removeNewestOfLongest() : nil
    insert(id, of: key)
    return displaced.map { .displaced($0) } ?? .queued
  }

  /// Lets one of a key wait without a look at the room: whoever finds that it is full displaces somebody later.
  mutating func insert(_ id: ID, of key: KeyID) {
    if lines[key] == nil { turns.append(key) }
    lines[key, default: Line()].order.append(id)
    lines[key, default: Line()].waiting.insert(id)
    count += 1
  }

  /// Whether as many wait as may, with so many places more than the capacity.
  func isFull(beyond extra: Int = 0) -> Bool { count >= capacity + extra }

  /// Whether one of a key would get in, with so many places more than the capacity.
  func hasRoom(for key: KeyID, beyond extra: Int = 0) -> Bool {
    guard isFull(beyond: extra) else { return true }
    // Who displaces does not become the longest by it.
    return longestWait(without: count - capacity - extra) > waitingCount(of: key) + 1
  }

  /// How many of one key wait at most when so many were displaced.
  private func longestWait(without displaced: Int) -> Int {
    var (low, high) = (0, lines.values.lazy.map(\.waiting.count).max() ?? 0)
    while low < high {
      let level = (low + high) / 2
      if lines.values.reduce(0, { $0 + max(0, $1.waiting.count - level) }) <= displaced {
        high = level
      } else {
        low = level + 1
      }
    }
    return low
  }

  /// Takes the newest of the key out that waits most.
  mutating func removeNewestOfLongest() -> ID? {
    // In the order of their turns, so that a run can be repeated.
    guard let key = turns.max(by: { waitingCount(of: $0) < waitingCount(of: $1) }), let line = lines[key],
      let newest = line.order.last(where: line.waiting.contains)
    else { return nil }
    remove(newest, of: key)
    return newest
  }

  private func waitingCount(of key: KeyID) -> Int { lines[key]?.waiting.count ?? 0 }

  /// Takes the next one out that is ready. Those in front of it who are not keep their place, and their keys the turn.
  mutating func popFirst(where isReady: (ID) -> Bool = { _ in true }) -> ID? {
    for index in turns.indices {
      let key = turns[index]
      guard let id = lines[key]?.popFirst(where: isReady) else { continue }
      count -= 1
      turns.remove(at: index)
      if lines[key]?.waiting.isEmpty == true { lines.removeValue(forKey: key) } else { turns.append(key) }
      return id
    }
    return nil
  }

  /// Takes one out before its turn.
  mutating func remove(_ id: ID, of key: KeyID) {
    guard lines[key]?.waiting.remove(id) != nil else { return }
    count -= 1
    guard let line = lines[key], !line.waiting.isEmpty else {
      lines.removeValue(forKey: key)
      turns.removeAll { $0 == key }
      return
    }
    // What is skipped later must not outgrow what waits.
    if line.order.count > 2 * line.waiting.count + 16 { lines[key]?.order.removeAll { !line.waiting.contains($0) } }
  }
}
