import BasicContainers

extension CanonicalScanner {
  /// Reads the string whose opening quotation mark is at the position.
  ///
  /// - Returns: whether its canonical spelling has an escape.
  mutating func string(_ bytes: Span<UInt8>) throws(Unsure) -> Bool {
    /// What is the same in the canonical spelling is copied together.
    var runStart = cursor.position
    var index = runStart + 1
    var hasEscape = false
    while true {
      index = JSONText.endOfPlainText(bytes, from: index, asciiOnly: true)
      guard index < bytes.count else { throw Unsure() }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        copy(runStart..<index + 1, of: bytes)
        cursor.position = index + 1
        return hasEscape
      case UInt8(ascii: "\\"):
        if index + 1 < bytes.count, JSONText.isShortEscape(bytes[index + 1]) {
          hasEscape = true
          index += 2
        } else {
          copy(runStart..<index, of: bytes)
          cursor.position = index
          guard let scalar = try? cursor.escape(bytes) else { throw Unsure() }
          if JSONText.mustBeEscaped(scalar) {
            hasEscape = true
            var escape: [UInt8] = []
            JSONText.appendEscaped(UInt8(truncatingIfNeeded: scalar.value), to: &escape)
            canonical.append(copying: escape.span)
          } else {
            for byte in scalar.utf8 { canonical.append(byte) }
          }
          index = cursor.position
          runStart = index
        }
      case 0x80...:
        repeat {
          guard let length = JSONText.sequenceLength(bytes, at: index) else { throw Unsure() }
          index += length
        } while index < bytes.count && bytes[index] >= 0x80
      default: throw Unsure()
      }
    }
  }

  /// Reads the number that begins at the position.
  mutating func number(_ bytes: Span<UInt8>) throws(Unsure) {
    switch try? cursor.numberSpelling(bytes) {
    case .given(let range): copy(range, of: bytes)
    case .other(let text): canonical.append(copying: text.utf8Span.span)
    case nil: throw Unsure()
    }
  }

  /// Reads a word that has to be at the position.
  mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(Unsure) {
    let range = cursor.position..<cursor.position + word.utf8CodeUnitCount
    guard range.upperBound <= bytes.count, JSONText.areEqual(bytes.extracting(range), word) else { throw Unsure() }
    copy(range, of: bytes)
    cursor.position = range.upperBound
  }

  private mutating func copy(_ range: Range<Int>, of bytes: Span<UInt8>) {
    canonical.append(copying: bytes.extracting(range))
  }
}
