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
  }

  private let capacity: Int
  private var lines: [KeyID: Line] = [:]
  /// The keys of whom somebody waits, the next one first.
  private var turns: Deque<KeyID> = []
  /// How many wait.
  private(set) var count = 0

  init(capacity: Int) { self.capacity = capacity }

  /// Lets one of a key wait.
  mutating func add(_ id: ID, of key: KeyID) -> Admission {
    guard count >= capacity else {
      insert(id, of: key)
      return .queued
    }
    guard let longest = displaceable(by: key), let line = lines[longest],
      let newest = line.order.last(where: line.waiting.contains)
    else { return .refused }
    remove(newest, of: longest)
    insert(id, of: key)
    return .displaced(newest)
  }

  /// Whether one of a key would get in behind so many of all keys that are on their way here, and so many of its own.
  func hasRoom(for key: KeyID, behind coming: Int = 0, ofKey comingOfKey: Int = 0) -> Bool {
    count + coming < capacity || displaceable(by: key, behind: comingOfKey) != nil
  }

  /// The key that would give a place to one of `key` in a full queue.
  private func displaceable(by key: KeyID, behind comingOfKey: Int = 0) -> KeyID? {
    // In the order of their turns, so that a run can be repeated. Who displaces does not become the longest by it.
    guard let longest = turns.max(by: { waitingCount(of: $0) < waitingCount(of: $1) }),
      waitingCount(of: longest) > waitingCount(of: key) + comingOfKey + 1
    else { return nil }
    return longest
  }

  private func waitingCount(of key: KeyID) -> Int { lines[key]?.waiting.count ?? 0 }

  /// Takes the next one out.
  mutating func popFirst() -> ID? {
    guard let key = turns.popFirst() else { return nil }
    while let id = lines[key]?.order.popFirst() {
      guard lines[key]?.waiting.remove(id) != nil else { continue }
      count -= 1
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

  private mutating func insert(_ id: ID, of key: KeyID) {
    if lines[key] == nil { turns.append(key) }
    lines[key, default: Line()].order.append(id)
    lines[key, default: Line()].waiting.insert(id)
    count += 1
  }
}
