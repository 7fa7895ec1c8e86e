extension JSONText {
  /// How many bytes are equal at the beginning.
  private static func sharedPrefix(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
    let shorter = min(left.count, right.count)
    var index = 0
    while index < shorter, left[index] == right[index] { index += 1 }
    return index
  }

  /// Whether the bytes are the same.
  static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    left.count == right.count && sharedPrefix(left, right) == left.count
  }

  /// Whether a text is an ASCII word.
  static func areEqual(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for index in text.indices where unsafe text[index] != word.utf8Start[index] { return false }
    return true
  }

  /// The order of the bytes: below 0 where the left one comes first, 0 where they are the same.
  static func order(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
    let index = sharedPrefix(left, right)
    guard index < left.count, index < right.count else { return left.count - right.count }
    return Int(left[index]) - Int(right[index])
  }
}
