/// The labels of one series, as they are written between the braces.
struct MetricLabels: Sendable, Hashable {
  /// `key="alice",outcome="hit"`; empty without labels.
  let bytes: [UInt8]

  /// Labels in the order of the names.
  init(_ names: [String], _ values: [String]) {
    var bytes: [UInt8] = []
    for (name, value) in zip(names, values) {
      if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
      bytes += name.utf8
      bytes += "=\"".utf8
      Self.append(value, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
    self.bytes = bytes
  }

  /// Those of a family's series, whose values come with their names in any order; `nil` where they are not its labels.
  init?(_ family: MetricFamily, _ dimensions: [(String, String)]) {
    guard dimensions.count == family.labels.count else { return nil }
    var values: [String] = []
    for label in family.labels {
      guard let value = dimensions.first(where: { $0.0 == label })?.1 else { return nil }
      values.append(value)
    }
    self.init(family.labels, values)
  }

  /// Those of the series that has what found no place.
  static func surplus(of family: MetricFamily) -> MetricLabels {
    MetricLabels(family.labels, family.labels.map { _ in "other" })
  }

  /// A label's value may be any text; these three are written with a backslash. A text with a NUL or another control character
  /// is legal and nothing that anybody wants to look at.
  private static func append(_ value: String, to bytes: inout [UInt8]) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": bytes += "\\\\".utf8
      case "\"": bytes += "\\\"".utf8
      case "\n": bytes += "\\n".utf8
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): bytes += UTF8.encodedReplacementCharacter
      default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
  }
}
