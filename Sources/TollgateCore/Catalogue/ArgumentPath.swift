/// Which argument a rule means: a name in `args` such as `image_url`, or a path such as `image.url` for the member `url` of the
/// object `image`. Lists on the way are gone through: the path means that member of each of their objects.
///
/// A name that has a point of its own cannot be named.
package struct ArgumentPath: Sendable, Hashable, CustomStringConvertible {
  /// The names from `args` on; at least one.
  let names: [JSONString]

  /// - Returns: `nil` where a name is empty.
  package init?(_ text: String) {
    let names = text.split(separator: ".", omittingEmptySubsequences: false)
    guard !names.contains(where: \.isEmpty) else { return nil }
    self.names = names.map { JSONString(String($0)) }
  }

  /// The path as it is written in gateway.yaml.
  package var description: String { names.map(\.text).joined(separator: ".") }

  /// The name where the path is no more than one.
  var plainName: JSONString? { names.count == 1 ? names[0] : nil }
}

/// What is to become of an argument.
enum ArgumentChange {
  case none
  case removal
  case replacement(JSONValue)
}

extension JSONObject {
  /// The object with what the path means changed; `nil` where nothing is.
  func changed(at path: ArgumentPath, _ change: (JSONValue) -> ArgumentChange) -> JSONObject? {
    changed(at: path.names[...], change)
  }

  fileprivate func changed(at path: ArraySlice<JSONString>, _ change: (JSONValue) -> ArgumentChange) -> JSONObject? {
    guard let name = path.first, let old = self[name] else { return nil }
    var new: JSONValue?
    if path.count > 1 {
      new = old.changed(at: path.dropFirst(), change)
      if new == nil { return nil }
    } else {
      switch change(old) {
      case .none: return nil
      case .removal: new = nil
      case .replacement(let value): new = value
      }
    }
    var object = self
    object[name] = new
    return object
  }
}

extension JSONValue {
  /// The nesting is that of a parsed document, which bounds the recursion.
  fileprivate func changed(at path: ArraySlice<JSONString>, _ change: (JSONValue) -> ArgumentChange) -> JSONValue? {
    switch self {
    case .object(let object): object.changed(at: path, change).map { .object($0) }
    case .array(let elements): elements.replacing { $0.changed(at: path, change) }.map { .array($0) }
    default: nil
    }
  }
}

extension [JSONValue] {
  /// The elements with those replaced that `change` says something for; `nil` where it does for none.
  func replacing(_ change: (JSONValue) -> JSONValue?) -> [JSONValue]? {
    var result: [JSONValue]?
    for index in indices {
      guard let new = change(self[index]) else { continue }
      if result == nil { result = self }
      result?[index] = new
    }
    return result
  }
}
