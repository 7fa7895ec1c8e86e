/// Writes the canonical bytes of values; the counterpart of ``JSONParser``.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  /// - Parameter capacity: About how many bytes will be written.
  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
    case .number(let number): bytes.append(contentsOf: number.text.utf8)
    case .string(let text): write(text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      var isFirst = true
      for element in elements {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        write(element)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for member in object.members {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        write(member.name)
        bytes.append(UInt8(ascii: ":"))
        write(member.value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func write(_ string: JSONString) {
    bytes.append(UInt8(ascii: "\""))
    let text = string.text.utf8Span.span
    var start = 0
    while true {
      let end = JSONText.endOfPlainText(text, from: start, asciiOnly: false)
      if start < end { JSONText.append(text, start..<end, to: &bytes) }
      guard end < text.count else { break }
      JSONText.appendEscaped(text[end], to: &bytes)
      start = end + 1
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
