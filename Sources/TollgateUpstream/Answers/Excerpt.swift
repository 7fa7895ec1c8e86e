import TollgateCore

/// A short, harmless piece of an answer that was not understood, for the person who has to find out what it meant.
enum Excerpt {
  /// The most that is kept, in bytes.
  static let limit = 200

  /// Members whose text says what happened. Every other text may be a prompt and is left out.
  private static let spoken: Set<String> = [
    "amount", "code", "credit", "error", "id", "info", "job_id", "message", "msg", "reason", "request_id", "status", "type",
  ]

  /// The excerpt of a JSON document: its shape, its numbers, and the texts of the members that say what happened.
  static func of(_ document: JSONValue, redactor: Redactor) -> String {
    printable(redactor.redact(CanonicalJSON.text(outlined(document, named: nil))).utf8)
  }

  /// The excerpt of any body: the beginning of it.
  static func of(_ body: [UInt8], redactor: Redactor) -> String {
    let beginning = String(decoding: body.prefix(limit + redactor.reach), as: UTF8.self)
    return printable(redactor.redact(beginning).utf8)
  }

  private static func outlined(_ value: JSONValue, named name: String?) -> JSONValue {
    switch value {
    case .object(let object):
      var outline = JSONObject()
      for member in object.members {
        outline[member.name] = outlined(member.value, named: member.name.text)
      }
      return .object(outline)
    case .array(let elements):
      return .array(elements.prefix(3).map { outlined($0, named: name) })
    case .string(let text):
      return .string(name.map(spoken.contains) == true || text.text.isEmpty ? text : "...")
    default:
      return value
    }
  }

  private static func printable(_ bytes: String.UTF8View) -> String {
    let kept = bytes.prefix(limit).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: ".") }
    return String(decoding: kept, as: UTF8.self)
  }
}
