/// A link to a file in the `result` of an upstream's record.
package struct ResultLink: Sendable, Hashable {
  /// Where it stands in the record: a JSON pointer (RFC 6901), such as `/result/images/0/url`.
  package let path: String
  /// The link, byte for byte.
  package let url: String

  package init(path: String, url: String) {
    self.path = path
    self.url = url
  }

  /// The extension of the file that the link names, without its dot; `nil` where it has none that is plain letters and digits.
  package var fileExtension: String? {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    guard let name = path.dropFirst(8).split(separator: "/", omittingEmptySubsequences: false).dropFirst().last,
      let dot = name.lastIndex(of: "."), dot != name.startIndex
    else { return nil }
    let ending = name[name.index(after: dot)...]
    guard AssetName.isExtension(ending) else { return nil }
    return String(ending)
  }
}

/// Finds and replaces the links in the upstream's finished record. A link is a text of `result` that is an http or https URL and
/// nothing else, whatever its member is called.
package enum ResultLinks {
  /// More links than this are not looked at; no known model comes near.
  private static let maximumCount = 1000
  private static let longestLink = 8192

  /// Whether the record's `result` names at least one file. A success without any is reported, but never replayed: the next
  /// identical create buys again.
  package static func areIn(_ record: JSONObject) -> Bool { record["result"].map(containsURL) ?? false }

  /// Also one that cannot be copied as it is, such as one with a space.
  private static func containsURL(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): text.text.hasPrefix("https://") || text.text.hasPrefix("http://")
    case .array(let elements): elements.contains(where: containsURL)
    case .object(let object): object.members.contains { containsURL($0.value) }
    case .null, .bool, .number: false
    }
  }

  /// The links of a record, each URL once, in the order in which they stand there.
  package static func of(_ record: JSONObject) -> [ResultLink] {
    guard let result = record["result"] else { return [] }
    var links: [ResultLink] = []
    var known: Set<JSONString> = []
    collect(result, at: "/result", &links, &known)
    return links
  }

  /// The record with every link replaced for which `replacement` has one.
  package static func replacing(in record: JSONObject, _ replacement: (String) -> String?) -> JSONObject {
    guard let result = record["result"] else { return record }
    var record = record
    record["result"] = replaced(result, replacement)
    return record
  }

  private static func collect(_ value: JSONValue, at path: String, _ links: inout [ResultLink], _ known: inout Set<JSONString>)
  {
    switch value {
    case .string(let text):
      guard links.count < maximumCount, isLink(text), known.insert(text).inserted else { return }
      links.append(ResultLink(path: path, url: text.text))
    case .array(let elements):
      for (index, element) in elements.enumerated() { collect(element, at: "\(path)/\(index)", &links, &known) }
    case .object(let object):
      for member in object.members { collect(member.value, at: "\(path)/\(token(member.name.text))", &links, &known) }
    case .null, .bool, .number: break
    }
  }

  private static func replaced(_ value: JSONValue, _ replacement: (String) -> String?) -> JSONValue {
    switch value {
    case .string(let text):
      return isLink(text) ? replacement(text.text).map { .text($0) } ?? value : value
    case .array(let elements):
      return .array(elements.map { replaced($0, replacement) })
    case .object(var object):
      for member in object.members { object[member.name] = replaced(member.value, replacement) }
      return .object(object)
    case .null, .bool, .number: return value
    }
  }

  private static func isLink(_ text: JSONString) -> Bool {
    let bytes = text.text.utf8
    let scheme = String(text.text.prefix(8)).lowercased()
    guard scheme == "https://" || scheme.hasPrefix("http://") else { return false }
    guard bytes.count <= longestLink, bytes.count > 8 else { return false }
    return bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// A member's name as JSON pointers spell it.
  private static func token(_ name: String) -> String {
    name.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
