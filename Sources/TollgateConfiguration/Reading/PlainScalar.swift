import TollgateCore

/// An unquoted text where JSON is wanted: null, a truth value, a number or a text.
///
/// YAML's versions disagree about texts such as `yes`, `0x10` or `1_000`. Nobody can see which is meant, and another type is
/// another request, so they must be written without doubt.
struct PlainScalar {
  /// The text with every `${…}` replaced.
  let text: String
  /// The text as the file has it, for errors: what was put in may be a secret.
  let written: String

  /// Why a text is in doubt; the description goes after the name of the setting.
  struct Doubt: Error, Equatable, CustomStringConvertible {
    let description: String
  }

  func json() throws(Doubt) -> JSONValue {
    switch text {
    case "", "~", "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    if ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) {
      throw Doubt(
        description:
          "is \(quote(written)), which YAML's versions read differently; write true, false or null, or put it in quotes.")
    }
    guard let first = text.utf8.first, first.isASCIIDigit || "+-.".utf8.contains(first) else { return .text(text) }
    if let value = try? CanonicalJSON.parse(Array(text.utf8)), case .number = value { return value }
    guard !text.contains(Self.numberLike) else {
      throw Doubt(
        description: "is \(quote(written)), which may be a number or a text; write it as in JSON, or put it in quotes.")
    }
    return .text(text)
  }

  /// What some version of YAML takes for a number: signs, other bases, underscores, bare points, infinities. Not base 60
  /// (`1:30`): only the first YAML had it, and a ratio such as `16:9` is meant as a text.
  private static var numberLike: Regex<Substring> {
    /^[-+]?(?:0[xob]?[0-9a-fA-F_]+|[0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)?|\.inf|\.nan)$/.ignoresCase()
  }
}
