import Glibc

extension Span<UInt8> {
  /// Where the first line feed is, from an index on.
  func firstLineFeed(from start: Int) -> Int? {
    guard start < count else { return nil }
    return unsafe withUnsafeBufferPointer { all in
      guard let base = all.baseAddress, let found = unsafe memchr(base + start, Int32(UInt8.lineFeed), count - start) else {
        return nil
      }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// Whether a range has nothing but visible ASCII characters and spaces. Eight bytes are looked at together.
  func isPlain(_ range: Range<Int>) -> Bool {
    // Its bounds are checked once.
    let part = extracting(range)
    let (ones, highest): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    return unsafe part.withUnsafeBytes { raw in
      var offset = 0
      while offset + 8 <= raw.count {
        let word = unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        // A byte below 32 borrows from its highest bit; with one added, 127 gets it.
        guard (word | (word &- ones &* 32) | (word &+ ones)) & highest == 0 else { return false }
        offset += 8
      }
      while offset < raw.count {
        guard unsafe (32..<127).contains(raw[offset]) else { return false }
        offset += 1
      }
      return true
    }
  }

  /// Whether a range is spelled like a text in lower case. The range may have no control characters but tabs.
  func equalsIgnoringCase(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    let part = extracting(range)
    let start = unsafe text.utf8Start
    // By this bit only letters and control characters become something else that is in a text.
    for index in 0..<part.count where unsafe part[unchecked: index] | 32 != start[index] { return false }
    return true
  }

  /// Whether a range is a text.
  func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    let part = extracting(range)
    let start = unsafe text.utf8Start
    for index in 0..<part.count where unsafe part[unchecked: index] != start[index] { return false }
    return true
  }

  /// Whether both have the same bytes.
  func equals(_ other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where unsafe self[unchecked: index] != other[index] { return false }
    return true
  }

  /// Whether two ranges are the same but for the case of their letters.
  func areEqualIgnoringCase(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    guard left.count == right.count else { return false }
    for offset in 0..<left.count
    where self[left.lowerBound + offset].lowercased != self[right.lowerBound + offset].lowercased {
      return false
    }
    return true
  }

  /// Where a byte is for the first time in a range.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    let part = extracting(range)
    for index in 0..<part.count where unsafe part[unchecked: index] == byte { return range.lowerBound + index }
    return nil
  }

  /// A range without the spaces and tabs at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, self[start] == .space || self[start] == .tab { start += 1 }
    while start < end, self[end - 1] == .space || self[end - 1] == .tab { end -= 1 }
    return start..<end
  }

  /// The text of a range. What is not UTF-8 is replaced.
  func text(_ range: Range<Int>) -> String {
    unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
