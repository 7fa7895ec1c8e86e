/// A JSON object. Its members are kept sorted by the UTF-8 bytes of their names, and no name occurs twice.
package struct JSONObject: Sendable, Hashable {
  /// One member of an object.
  package struct Member: Sendable, Hashable {
    /// The name, unescaped.
    package let name: JSONString
    /// The value.
    package var value: JSONValue

    /// A member; the object decides where it goes.
    package init(name: JSONString, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The members, sorted by the UTF-8 bytes of their names.
  package private(set) var members: [Member]

  /// An object without members.
  package init() { members = [] }

  /// An object of members that are already strictly ascending by name.
  init(sortedMembers: [Member]) { members = sortedMembers }

  /// How many members there are.
  package var count: Int { members.count }
  /// Whether there are no members.
  package var isEmpty: Bool { members.isEmpty }

  /// The value of the member with exactly this name's UTF-8 bytes. Setting `nil` removes the member.
  package subscript(_ name: JSONString) -> JSONValue? {
    get {
      let index = position(of: name)
      return index < members.count && members[index].name == name ? members[index].value : nil
    }
    set {
      let index = position(of: name)
      let isPresent = index < members.count && members[index].name == name
      switch (newValue, isPresent) {
      case (let value?, true): members[index].value = value
      case (let value?, false): members.insert(Member(name: name, value: value), at: index)
      case (nil, true): members.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// The value of the member with exactly this name's UTF-8 bytes. Setting `nil` removes the member.
  package subscript(_ name: String) -> JSONValue? {
    get { self[JSONString(name)] }
    set { self[JSONString(name)] = newValue }
  }

  /// Where the name is, or would be inserted.
  private func position(of name: JSONString) -> Int {
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if members[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
