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

  /// Whether a range is spelled like a text in lower case.
  func equalsIgnoringCase(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    let start = unsafe text.utf8Start
    for offset in 0..<range.count where unsafe self[range.lowerBound + offset].lowercased != start[offset] { return false }
    return true
  }

  /// Whether a range is a text.
  func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    let start = unsafe text.utf8Start
    for offset in 0..<range.count where unsafe self[range.lowerBound + offset] != start[offset] { return false }
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
    for index in range where self[index] == byte { return index }
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
