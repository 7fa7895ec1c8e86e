/// What a person would look for in a request: the text in its arguments, without links and encoded media.
package enum PromptText {
  /// So much of one argument is kept, in bytes.
  private static let longestArgument = 8 << 10
  /// So much of all arguments together, in bytes.
  private static let longestText = 16 << 10
  /// A text of at least so many bytes without a space, in the letters of base64, is media and no word.
  private static let shortestEncoding = 200

  /// The texts of a create's arguments, one per line, the prompt first.
  package static func of(_ args: JSONObject) -> String {
    var text = ""
    if let prompt = args["prompt"] { append(prompt, to: &text) }
    for member in args.members where member.name != "prompt" { append(member.value, to: &text) }
    return text
  }

  private static func append(_ value: JSONValue, to text: inout String) {
    switch value {
    case .string(let string): append(string.text, to: &text)
    case .array(let elements): for element in elements { append(element, to: &text) }
    case .object(let object): for member in object.members { append(member.value, to: &text) }
    case .null, .bool, .number: break
    }
  }

  private static func append(_ argument: String, to text: inout String) {
    let room = min(longestArgument, longestText - text.utf8.count - 1)
    guard room > 0, !argument.isEmpty, !isLink(argument), !isEncoded(argument) else { return }
    if !text.isEmpty { text += "\n" }
    guard argument.utf8.count > room else {
      text += argument
      return
    }
    var kept = 0
    for scalar in argument.unicodeScalars {
      kept += String(scalar).utf8.count
      guard kept <= room else { break }
      text.unicodeScalars.append(scalar)
    }
  }

  private static func isLink(_ text: String) -> Bool {
    ["http://", "https://", "data:"].contains { text.utf8.starts(with: $0.utf8) }
  }

  private static func isEncoded(_ text: String) -> Bool {
    text.utf8.count >= shortestEncoding
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "\n"),
          UInt8(ascii: "\r"):
          true
        default: false
        }
      }
  }
}
