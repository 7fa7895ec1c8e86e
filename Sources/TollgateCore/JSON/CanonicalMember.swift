import BasicContainers

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
  static func sort(_ members: inout UniqueArray<CanonicalMember>, from first: Int, in text: borrowing UniqueArray<UInt8>)
    -> Bool
  {
    let text = text.span
    if members.count - first <= shortCount { return insertionSort(&members, from: first, in: text) }
    var some = members.mutableSpan
    unsafe some.withUnsafeMutableBufferPointer { members in
      var some = unsafe UnsafeMutableBufferPointer(rebasing: members[first...])
      unsafe some.sort { $0.isAscending($1, in: text) }
    }
    for index in first + 1..<members.count where !members[index - 1].isAscending(members[index], in: text) { return false }
    return true
  }

  /// Up to so many members are sorted in place.
  private static let shortCount = 32

  private static func insertionSort(
    _ members: inout UniqueArray<CanonicalMember>, from first: Int, in text: Span<UInt8>
  ) -> Bool {
    for index in first + 1..<members.count {
      let member = members[index]
      var place = index
      while place > first {
        let order = members[place - 1].order(member, in: text)
        if order == 0 { return false }
        if order < 0 { break }
        members[place] = members[place - 1]
        place -= 1
      }
      members[place] = member
    }
    return true
  }

  /// Appends members of a text from `first` on, with commas between them.
  static func append(
    _ members: borrowing UniqueArray<CanonicalMember>, from first: Int, of text: borrowing UniqueArray<UInt8>,
    to bytes: inout UniqueArray<UInt8>
  ) {
    for index in first..<members.count {
      if index > first { bytes.append(UInt8(ascii: ",")) }
      bytes.append(copying: text, members[index].all)
    }
  }

  /// Whether the name comes before the other one's.
  func isAscending(_ other: CanonicalMember, in text: Span<UInt8>) -> Bool { order(other, in: text) < 0 }

  /// Below 0 where the name comes before the other one's, 0 where they are the same.
  private func order(_ other: CanonicalMember, in text: Span<UInt8>) -> Int {
    JSONText.order(text.extracting(name), text.extracting(other.name))
  }
}
