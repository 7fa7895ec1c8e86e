/// A size in bytes.
package struct ByteCount: Sendable, Hashable, Comparable {
  /// How many bytes there are.
  package let bytes: Int

  /// So many bytes.
  package init(bytes: Int) { self.bytes = bytes }

  /// So many times 1024 bytes.
  package static func kibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count * 1024) }
  /// So many times 1024 × 1024 bytes.
  package static func mebibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count * 1024 * 1024) }

  /// The order of the sizes.
  package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}
