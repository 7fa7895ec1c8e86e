/// A size in bytes.
package struct ByteCount: Sendable, Hashable, Comparable {
  package let bytes: Int

  package init(bytes: Int) { self.bytes = bytes }

  package static func kibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count * 1024) }
  package static func mebibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count * 1024 * 1024) }

  package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}
