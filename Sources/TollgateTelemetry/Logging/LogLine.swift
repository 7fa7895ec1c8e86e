import Logging
import TollgateCore

/// One event, ready to be written.
struct LogLine {
  let time: Timestamp
  let level: Logger.Level
  let label: String
  let message: String
  let metadata: Logger.Metadata

  /// The line with its newline at the end and nowhere else.
  func bytes(as format: LogFormat) -> [UInt8] {
    var text = EscapedText()
    switch format {
    case .json: writeJSON(to: &text)
    case .text: writeText(to: &text)
    }
    text.append(verbatim: "\n")
    return text.bytes
  }

  // MARK: JSON

  /// Names that the line itself uses; metadata of the same name gets a prefix.
  private static let ownNames: Set<String> = ["time", "level", "logger", "message"]

  private func writeJSON(to text: inout EscapedText) {
    text.append(verbatim: "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\",\"logger\":")
    text.append(quoted: label)
    text.append(verbatim: ",\"message\":")
    text.append(quoted: message)
    for (name, value) in Self.flattened(metadata) {
      text.append(verbatim: ",")
      text.append(quoted: Self.ownNames.contains(name) ? "metadata." + name : name)
      text.append(verbatim: ":")
      Self.write(value, to: &text)
    }
    text.append(verbatim: "}")
  }

  private static func write(_ value: Logger.MetadataValue, to text: inout EscapedText) {
    switch value {
    case .string(let string): text.append(quoted: string)
    case .stringConvertible(let value): text.append(quoted: value.description)
    case .array(let elements):
      text.append(verbatim: "[")
      for (index, element) in elements.enumerated() {
        if index > 0 { text.append(verbatim: ",") }
        write(element, to: &text)
      }
      text.append(verbatim: "]")
    case .dictionary(let members):
      text.append(verbatim: "{")
      for (index, member) in flattened(members).enumerated() {
        if index > 0 { text.append(verbatim: ",") }
        text.append(quoted: member.name)
        text.append(verbatim: ":")
        write(member.value, to: &text)
      }
      text.append(verbatim: "}")
    }
  }

  // MARK: Text

  private static let levelWidth = 8

  private func writeText(to text: inout EscapedText) {
    let level = level.rawValue.uppercased()
    text.append(verbatim: "\(time) \(level)\(String(repeating: " ", count: Self.levelWidth - level.utf8.count)) ")
    text.append(message)
    for (name, value) in Self.flattened(metadata) {
      text.append(verbatim: " ")
      text.append(name)
      text.append(verbatim: "=")
      let words = value.description
      if words.isEmpty || words.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) {
        text.append(quoted: words)
      } else {
        text.append(words)
      }
    }
  }

  // MARK: Metadata

  /// The metadata by name, with the members of dictionaries as `outer.inner`.
  private static func flattened(
    _ metadata: Logger.Metadata, under prefix: String = ""
  ) -> [(name: String, value: Logger.MetadataValue)] {
    metadata.sorted { $0.key < $1.key }.flatMap { name, value in
      guard case .dictionary(let members) = value else { return [(prefix + name, value)] }
      return flattened(members, under: prefix + name + ".")
    }
  }
}
