import BasicContainers

extension CanonicalScanner {
  /// Reads the value that begins at the position.
  mutating func value(_ bytes: Span<UInt8>) throws(Unsure) {
    guard let first = cursor.peek(bytes) else { throw Unsure() }
    switch first {
    case UInt8(ascii: "\""): _ = try string(bytes)
    case UInt8(ascii: "{"): try object(bytes)
    case UInt8(ascii: "["): try array(bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(bytes)
    case UInt8(ascii: "t"): try word("true", bytes)
    case UInt8(ascii: "f"): try word("false", bytes)
    case UInt8(ascii: "n"): try word("null", bytes)
    default: throw Unsure()
    }
  }

  private mutating func array(_ bytes: Span<UInt8>) throws(Unsure) {
    try enter(bytes)
    if cursor.peek(bytes) == UInt8(ascii: "]") { return leave(bytes) }
    while true {
      try value(bytes)
      cursor.skipWhiteSpace(bytes)
      switch cursor.peek(bytes) {
      case UInt8(ascii: ","): comma(bytes)
      case UInt8(ascii: "]"): return leave(bytes)
      default: throw Unsure()
      }
    }
  }

  private mutating func object(_ bytes: Span<UInt8>) throws(Unsure) {
    let start = canonical.count + 1
    let first = members.count
    if try !readMembers(bytes) {
      Self.empty(&sorting)
      CanonicalMember.append(members, from: first, of: canonical, to: &sorting)
      canonical.removeLast(canonical.count - start)
      canonical.append(copying: sorting, 0..<sorting.count)
      canonical.append(UInt8(ascii: "}"))
    }
    members.removeLast(members.count - first)
  }

  /// Reads the object that begins at the position as it stands, and appends its members to ``members`` in their order.
  ///
  /// - Returns: whether they came in their order.
  mutating func readMembers(_ bytes: Span<UInt8>, isCreate: Bool = false) throws(Unsure) -> Bool {
    let first = members.count
    var isAscending = true
    try enter(bytes)
    if cursor.peek(bytes) == UInt8(ascii: "}") {
      leave(bytes)
      return true
    }
    while true {
      guard cursor.peek(bytes) == UInt8(ascii: "\"") else { throw Unsure() }
      var member = CanonicalMember(start: canonical.count, nameEnd: 0, end: 0)
      guard try !string(bytes) else { throw Unsure() }
      member.nameEnd = canonical.count
      cursor.skipWhiteSpace(bytes)
      guard cursor.peek(bytes) == UInt8(ascii: ":") else { throw Unsure() }
      cursor.position += 1
      canonical.append(UInt8(ascii: ":"))
      cursor.skipWhiteSpace(bytes)
      if isCreate, isArgs(member), cursor.peek(bytes) == UInt8(ascii: "{") {
        try readArgs(bytes)
      } else {
        try value(bytes)
      }
      member.end = canonical.count
      if isAscending, members.count > first { isAscending = members[members.count - 1].isAscending(member, in: canonical.span) }
      members.append(member)
      cursor.skipWhiteSpace(bytes)
      switch cursor.peek(bytes) {
      case UInt8(ascii: ","): comma(bytes)
      case UInt8(ascii: "}"):
        leave(bytes)
        guard isAscending || CanonicalMember.sort(&members, from: first, in: canonical) else { throw Unsure() }
        return isAscending
      default: throw Unsure()
      }
    }
  }

  private func isArgs(_ member: CanonicalMember) -> Bool {
    JSONText.areEqual(canonical.span.extracting(member.name), "args")
  }

  private mutating func readArgs(_ bytes: Span<UInt8>) throws(Unsure) {
    let first = members.count
    _ = try readMembers(bytes)
    args.removeAll(keepingCapacity: true)
    args.append(copying: members, first..<members.count)
    members.removeLast(members.count - first)
    hasArgs = true
  }

  /// Copies the opening bracket at the position.
  private mutating func enter(_ bytes: Span<UInt8>) throws(Unsure) {
    guard depth < CanonicalJSON.maximumDepth else { throw Unsure() }
    depth += 1
    next(bytes)
    cursor.skipWhiteSpace(bytes)
  }

  /// Copies the closing bracket at the position.
  private mutating func leave(_ bytes: Span<UInt8>) {
    depth -= 1
    next(bytes)
  }

  private mutating func comma(_ bytes: Span<UInt8>) {
    next(bytes)
    cursor.skipWhiteSpace(bytes)
  }

  private mutating func next(_ bytes: Span<UInt8>) {
    canonical.append(bytes[cursor.position])
    cursor.position += 1
  }
}
