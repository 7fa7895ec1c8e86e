import TollgateCore

/// A dictionary that keeps what was used last, up to a bound in bytes.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Node: Sendable {
    var key: Key
    var value: Value
    var bytes: Int
    var previous: Int?
    var next: Int?
  }

  private let limit: Int
  private var nodes: [Node?] = []
  private var free: [Int] = []
  private var index: [Key: Int] = [:]
  /// The ends of the list: used last, and used longest ago.
  private var newest: Int?
  private var oldest: Int?
  /// The bytes of all entries, as their owners stated them.
  private(set) var bytes = 0

  /// - Parameter limit: in bytes, by what ``insert(_:for:bytes:)`` is told.
  init(limit: ByteCount) { self.limit = limit.bytes }

  var count: Int { index.count }

  /// The value, which thereby counts as used.
  mutating func value(for key: Key) -> Value? {
    guard let position = index[key], let node = nodes[position] else { return nil }
    unlink(position)
    link(position)
    return node.value
  }

  /// Puts a value in, and the longest unused out while the bound is exceeded. A value larger than the bound is not kept.
  mutating func insert(_ value: Value, for key: Key, bytes size: Int) {
    remove(key)
    guard size <= limit else { return }
    let node = Node(key: key, value: value, bytes: size)
    let position: Int
    if let reused = free.popLast() {
      position = reused
      nodes[position] = node
    } else {
      position = nodes.count
      nodes.append(node)
    }
    index[key] = position
    link(position)
    bytes += size
    while bytes > limit, let oldest, let last = nodes[oldest] { remove(last.key) }
  }

  mutating func remove(_ key: Key) {
    guard let position = index.removeValue(forKey: key), let node = nodes[position] else { return }
    unlink(position)
    bytes -= node.bytes
    nodes[position] = nil
    free.append(position)
  }

  private mutating func link(_ position: Int) {
    nodes[position]?.previous = nil
    nodes[position]?.next = newest
    if let newest { nodes[newest]?.previous = position }
    newest = position
    if oldest == nil { oldest = position }
  }

  private mutating func unlink(_ position: Int) {
    guard let node = nodes[position] else { return }
    if let previous = node.previous { nodes[previous]?.next = node.next } else { newest = node.next }
    if let next = node.next { nodes[next]?.previous = node.previous } else { oldest = node.previous }
  }
}
