import TollgateCore

/// A dictionary that keeps what was used last, up to a bound in bytes.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    let key: Key
    let value: Value
    let bytes: Int
  }

  /// An entry's neighbours in the order of use. They stand apart from the entries and are small, so that a look-up, which moves
  /// its entry, touches little memory.
  private struct Neighbours: Sendable {
    var previous: Int32?
    var next: Int32?
  }

  private let limit: Int
  private var entries: [Entry?] = []
  private var neighbours: [Neighbours] = []
  private var free: [Int32] = []
  private var index: [Key: Int32] = [:]
  /// The ends of the order: used last, and used longest ago.
  private var newest: Int32?
  private var oldest: Int32?
  /// The bytes of all entries, as their owners stated them.
  private(set) var bytes = 0

  /// - Parameter limit: in bytes, by what ``insert(_:for:bytes:)`` is told.
  init(limit: ByteCount) { self.limit = limit.bytes }

  var count: Int { index.count }

  /// The value, which thereby counts as used.
  mutating func value(for key: Key) -> Value? {
    guard let position = index[key] else { return nil }
    if position != newest {
      unlink(position)
      link(position)
    }
    return entries[Int(position)]?.value
  }

  /// Puts a value in, and the longest unused out while the bound is exceeded. A value larger than the bound is not kept.
  mutating func insert(_ value: Value, for key: Key, bytes size: Int) {
    remove(key)
    guard size <= limit, entries.count < Int32.max else { return }
    let entry = Entry(key: key, value: value, bytes: size)
    let position: Int32
    if let reused = free.popLast() {
      position = reused
      entries[Int(position)] = entry
    } else {
      position = Int32(entries.count)
      entries.append(entry)
      neighbours.append(Neighbours())
    }
    index[key] = position
    link(position)
    bytes += size
    while bytes > limit, let oldest, let last = entries[Int(oldest)] { remove(last.key) }
  }

  mutating func remove(_ key: Key) {
    guard let position = index.removeValue(forKey: key), let entry = entries[Int(position)] else { return }
    unlink(position)
    bytes -= entry.bytes
    entries[Int(position)] = nil
    free.append(position)
  }

  private mutating func link(_ position: Int32) {
    neighbours[Int(position)] = Neighbours(previous: nil, next: newest)
    if let newest { neighbours[Int(newest)].previous = position }
    newest = position
    if oldest == nil { oldest = position }
  }

  private mutating func unlink(_ position: Int32) {
    let (previous, next) = (neighbours[Int(position)].previous, neighbours[Int(position)].next)
    if let previous { neighbours[Int(previous)].next = next } else { newest = next }
    if let next { neighbours[Int(next)].previous = previous } else { oldest = previous }
  }
}
