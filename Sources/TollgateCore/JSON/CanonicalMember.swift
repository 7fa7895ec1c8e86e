/// Where a member of an object stands in canonical bytes.
struct CanonicalMember: Sendable {
  /// Where the opening quotation mark of its name is.
  var start: Int
  /// Behind the closing quotation mark of its name.
  var nameEnd: Int
  /// Behind its value.
  var end: Int

  /// The name's text without its quotation marks. A name that needs an escape has no ``CanonicalMember``, so that these are the
  /// name's own bytes.
  var name: Range<Int> { start + 1..<nameEnd - 1 }
  /// Behind the colon.
  var value: Range<Int> { nameEnd + 1..<end }
  var all: Range<Int> { start..<end }

  /// Brings members from `first` on into the order of their names.
  ///
  /// - Returns: whether every name is there once only.
  static func sort(_ members: inout [CanonicalMember], from first: Int, in text: [UInt8]) -> Bool {
    if members.count - first <= shortCount {
      insertionSort(&members, from: first, in: text.span)
    } else {
      unsafe members.withUnsafeMutableBufferPointer { members in
        var some = unsafe UnsafeMutableBufferPointer(rebasing: members[first...])
        unsafe some.sort { $0.precedes($1, in: text.span) }
      }
    }
    for index in members.indices.dropFirst(first + 1) where !members[index - 1].precedes(members[index], in: text.span) {
      return false
    }
    return true
  }

  /// Up to so many members are sorted in place.
  private static let shortCount = 32

  private static func insertionSort(_ members: inout [CanonicalMember], from first: Int, in text: Span<UInt8>) {
    for index in members.indices.dropFirst(first + 1) {
      let member = members[index]
      var place = index
      while place > first, member.precedes(members[place - 1], in: text) {
        members[place] = members[place - 1]
        place -= 1
      }
      members[place] = member
    }
  }

  /// Appends members of a text, with commas between them.
  static func append(_ members: ArraySlice<CanonicalMember>, of text: [UInt8], to bytes: inout [UInt8]) {
    for index in members.indices {
      if index > members.startIndex { bytes.append(UInt8(ascii: ",")) }
      JSONText.append(text.span, members[index].all, to: &bytes)
    }
  }

  /// Whether the name comes before the other one's.
  func precedes(_ other: CanonicalMember, in text: Span<UInt8>) -> Bool {
    JSONText.isAscending(text.extracting(name), text.extracting(other.name))
  }
}
