/// Finds the links in the upstream's finished record.
package enum ResultLinks {
  /// Whether the record's `result` names at least one file. A success without any is reported, but never replayed: the next
  /// identical create buys again.
  package static func areIn(_ record: JSONObject) -> Bool {
    guard let result = record["result"] else { return false }
    return containsLink(result)
  }

  private static func containsLink(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): text.text.hasPrefix("https://") || text.text.hasPrefix("http://")
    case .array(let elements): elements.contains(where: containsLink)
    case .object(let object): object.members.contains { containsLink($0.value) }
    case .null, .bool, .number: false
    }
  }
}
