/// One place in which two JSON documents differ.
package struct JSONDifference: Sendable, Equatable {
  /// Where: `args.prompt`, `args.images[0].url`, `args["a b"]`; `$` for the whole document.
  package let path: String
  /// What the first document has there; `nil` where it has nothing.
  package let first: JSONValue?
  /// What the second document has there; `nil` where it has nothing.
  package let second: JSONValue?

  package init(path: String, first: JSONValue?, second: JSONValue?) {
    self.path = path
    self.first = first
    self.second = second
  }

  /// The places in which two documents differ, in the order of the documents. What only one of them has is one place,
  /// whatever it contains; elements of arrays are compared by their position.
  ///
  /// - Parameters:
  ///   - first: the one document.
  ///   - second: the other document.
  ///   - limit: so many are looked for at most.
  /// - Returns: none where the documents are equal.
  package static func between(_ first: JSONValue, and second: JSONValue, limit: Int = 1000) -> [JSONDifference] {
    var comparison = Comparison(limit: limit)
    comparison.compare(first, second, at: "")
    return comparison.found
  }

  /// Walks through both documents side by side.
  private struct Comparison {
    let limit: Int
    var found: [JSONDifference] = []

    mutating func compare(_ first: JSONValue?, _ second: JSONValue?, at path: String) {
      guard found.count < limit, first != second else { return }
      switch (first, second) {
      case (.object(let first)?, .object(let second)?): compare(first, second, at: path)
      case (.array(let first)?, .array(let second)?):
        for index in 0..<max(first.count, second.count) {
          compare(
            index < first.count ? first[index] : nil, index < second.count ? second[index] : nil, at: "\(path)[\(index)]")
        }
      default: found.append(JSONDifference(path: path.isEmpty ? "$" : path, first: first, second: second))
      }
    }

    /// Both have their members in the same order.
    private mutating func compare(_ first: JSONObject, _ second: JSONObject, at path: String) {
      var left = first.members[...]
      var right = second.members[...]
      while let name = [left.first?.name, right.first?.name].compactMap(\.self).min() {
        let ofFirst = left.first?.name == name ? left.removeFirst().value : nil
        let ofSecond = right.first?.name == name ? right.removeFirst().value : nil
        compare(ofFirst, ofSecond, at: path + Self.step(to: name, from: path))
      }
    }

    private static func step(to name: JSONString, from path: String) -> String {
      let isPlain =
        !name.text.isEmpty
        && name.text.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
          default: false
          }
        }
      guard isPlain else { return "[" + CanonicalJSON.text(.string(name)) + "]" }
      return path.isEmpty ? name.text : "." + name.text
    }
  }
}
