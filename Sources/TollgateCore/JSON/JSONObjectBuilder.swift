/// Collects the members of an object in the order of the document, sorts them, and finds names that occur twice.
struct JSONObjectBuilder {
  private var members: [JSONObject.Member] = []
  /// Where each member's name begins in the document.
  private var offsets: [Int] = []
  private var isAscending = true

  mutating func append(_ name: JSONString, _ value: JSONValue, offset: Int) {
    if let last = members.last, !(last.name < name) { isAscending = false }
    members.append(JSONObject.Member(name: name, value: value))
    offsets.append(offset)
  }

  /// - Throws: The place of the first member whose name occurred before.
  func finish(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONObject {
    if isAscending { return JSONObject(sortedMembers: members) }
    let order = members.indices.sorted { left, right in
      if members[left].name < members[right].name { return true }
      return members[left].name == members[right].name && left < right
    }
    var repeated: Int?
    for (earlier, later) in zip(order, order.dropFirst()) where members[earlier].name == members[later].name {
      repeated = min(repeated ?? later, later)
    }
    if let repeated {
      throw JSONSyntaxError("duplicate member \(members[repeated].name.forSentence)", at: offsets[repeated], in: bytes)
    }
    return JSONObject(sortedMembers: order.map { members[$0] })
  }
}
