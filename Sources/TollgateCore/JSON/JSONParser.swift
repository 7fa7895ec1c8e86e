/// The strict parser behind ``CanonicalJSON``: one pass over the bytes, recursion bounded by the depth limit.
struct JSONParser {
  var position = 0
  private var depth = 0

  mutating func document(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw JSONSyntaxError("a byte order mark is not allowed; send plain UTF-8", at: 0, in: bytes)
    }
    skipWhiteSpace(bytes)
    guard position < bytes.count else {
      throw JSONSyntaxError("the document is empty", at: position, in: bytes)
    }
    let value = try self.value(bytes)
    skipWhiteSpace(bytes)
    guard position == bytes.count else {
      throw JSONSyntaxError("\(found(bytes)) after the end of the document", at: position, in: bytes)
    }
    return value
  }

  private mutating func value(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    guard position < bytes.count else { throw unexpected("a value", bytes) }
    switch bytes[position] {
    case UInt8(ascii: "\""):
      return .string(try string(bytes))
    case UInt8(ascii: "{"):
      return .object(try object(bytes))
    case UInt8(ascii: "["):
      return .array(try array(bytes))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try number(bytes))
    case UInt8(ascii: "t"):
      try word("true", bytes)
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false", bytes)
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null", bytes)
      return .null
    default:
      throw unexpected("a value", bytes)
    }
  }

  private mutating func array(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> [JSONValue] {
    try enter(bytes)
    var elements: [JSONValue] = []
    skipWhiteSpace(bytes)
    if peek(bytes) == UInt8(ascii: "]") {
      leave()
      return elements
    }
    while true {
      elements.append(try value(bytes))
      skipWhiteSpace(bytes)
      switch peek(bytes) {
      case UInt8(ascii: ","):
        position += 1
        skipWhiteSpace(bytes)
      case UInt8(ascii: "]"):
        leave()
        return elements
      default:
        throw unexpected("',' or ']'", bytes)
      }
    }
  }

  private mutating func object(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONObject {
    try enter(bytes)
    var builder = JSONObjectBuilder()
    skipWhiteSpace(bytes)
    if peek(bytes) == UInt8(ascii: "}") {
      leave()
      return JSONObject()
    }
    while true {
      guard peek(bytes) == UInt8(ascii: "\"") else { throw unexpected("a member name in double quotes", bytes) }
      let offset = position
      let name = try string(bytes)
      skipWhiteSpace(bytes)
      guard peek(bytes) == UInt8(ascii: ":") else { throw unexpected("':'", bytes) }
      position += 1
      skipWhiteSpace(bytes)
      builder.append(name, try value(bytes), offset: offset)
      skipWhiteSpace(bytes)
      switch peek(bytes) {
      case UInt8(ascii: ","):
        position += 1
        skipWhiteSpace(bytes)
      case UInt8(ascii: "}"):
        leave()
        return try builder.finish(bytes)
      default:
        throw unexpected("',' or '}'", bytes)
      }
    }
  }

  private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(JSONSyntaxError) {
    let start = position
    for byte in word.description.utf8 {
      guard peek(bytes) == byte else {
        throw JSONSyntaxError("expected a value; only true, false and null are words", at: start, in: bytes)
      }
      position += 1
    }
  }

  private mutating func enter(_ bytes: Span<UInt8>) throws(JSONSyntaxError) {
    guard depth < CanonicalJSON.maximumDepth else {
      throw JSONSyntaxError("nested deeper than \(CanonicalJSON.maximumDepth) levels", at: position, in: bytes)
    }
    depth += 1
    position += 1
  }

  private mutating func leave() {
    depth -= 1
    position += 1
  }

  func peek(_ bytes: Span<UInt8>) -> UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipWhiteSpace(_ bytes: Span<UInt8>) {
    while position < bytes.count, bytes[position] <= UInt8(ascii: " ") {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
      default: return
      }
    }
  }

  private func unexpected(_ expected: String, _ bytes: Span<UInt8>) -> JSONSyntaxError {
    JSONSyntaxError("expected \(expected), found \(found(bytes))", at: position, in: bytes)
  }

  /// What stands at the position, for a sentence. Only printable ASCII is shown as itself.
  private func found(_ bytes: Span<UInt8>) -> String {
    guard position < bytes.count else { return "the end of the document" }
    switch bytes[position] {
    case UInt8(ascii: "'"): return "a single quote"
    case let byte where (0x21...0x7E).contains(byte): return "'\(Unicode.Scalar(byte))'"
    case let byte: return "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
}
