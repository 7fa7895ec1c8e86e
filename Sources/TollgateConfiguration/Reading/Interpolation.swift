/// Replaces `${NAME}` and `${NAME:-default}` in a text of the file by environment variables, and `$$` by `$`.
struct Interpolation {
  /// The text with everything replaced.
  let text: String
  /// The variables it names, also those that are not set.
  let variables: [String]
  /// Those whose values are in ``text``, and not their defaults.
  let taken: [String]

  /// What is wrong with a text; the description goes after the name of the setting. It shows nothing of the text but a
  /// variable's name, because the text may be a secret.
  enum Failure: Error, Equatable, CustomStringConvertible {
    case notSet(String)
    case badReference
    case loneDollar

    var description: String {
      switch self {
      case .notSet(let name):
        "uses ${\(name)}, which is not set; set \(name) in the environment, or write ${\(name):-default}."
      case .badReference:
        "has a ${ that names no variable; write ${NAME} or ${NAME:-default without braces}, and $$ for a $ itself."
      case .loneDollar: "has a $ that starts no ${NAME}; write $$ for a $ itself."
      }
    }
  }

  /// - Throws: ``Failure`` for a variable that is not set and has no default, and for a `$` that starts nothing.
  init(_ source: String, environment: [String: String]) throws(Failure) {
    var result = ""
    var variables: [String] = []
    var taken: [String] = []
    var rest = source[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" {
        result.append("$")
        rest = rest.dropFirst()
      } else {
        let (name, fallback) = try Self.reference(&rest)
        variables.append(name)
        let (value, isTaken) = try Self.value(of: name, or: fallback, environment)
        result += value
        if isTaken { taken.append(name) }
      }
    }
    text = result + rest
    self.variables = variables
    self.taken = taken
  }

  /// Takes `{NAME}` or `{NAME:-default}` from the front of `rest`.
  private static func reference(_ rest: inout Substring) throws(Failure) -> (name: String, fallback: String?) {
    guard rest.first == "{" else { throw .loneDollar }
    guard let end = rest.firstIndex(of: "}") else { throw .badReference }
    let inner = rest[..<end].dropFirst()
    rest = rest[end...].dropFirst()
    let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard let first = name.first, !first.isNumber else { throw .badReference }
    let tail = inner[name.endIndex...]
    if tail.isEmpty { return (String(name), nil) }
    // A `$` in the default would be a reference inside a reference, which ends at the wrong brace.
    guard tail.hasPrefix(":-"), !tail.contains("$") else { throw .badReference }
    return (String(name), String(tail.dropFirst(2)))
  }

  /// As in a shell, the default also stands for a variable that is set to nothing.
  private static func value(
    of name: String, or fallback: String?, _ environment: [String: String]
  ) throws(Failure) -> (text: String, isTaken: Bool) {
    if let value = environment[name], fallback == nil || !value.isEmpty { return (value, true) }
    guard let fallback else { throw .notSet(name) }
    return (fallback, false)
  }
}
