/// A `data:` URL (RFC 2397) in one spelling: `data:<type>[;<parameters>];base64,<base64>`.
///
/// - The type is in lower case; where it is left out it stays so. Parameters are kept, sorted by their names, which are in
///   lower case as the value of `charset` is, and without quotation marks where they need none.
/// - The data is base64, also where it was percent-encoded text; see ``Base64Text``.
enum DataURL {
  private static let scheme = Array("data:".utf8)
  /// What stands before the data is short; where it is longer, this is something else.
  private static let longestHeader = 512

  /// The one spelling; `nil` for what is no `data:` URL, or one that cannot be decoded.
  static func canonical(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count > scheme.count, isScheme(text), let comma = comma(in: text) else { return nil }
    guard let header = Header(text, scheme.count..<comma) else { return nil }
    let data = text.extracting(comma + 1..<text.count)
    let base64: [UInt8]?
    if header.isBase64 {
      base64 = Base64Text.canonical(data, isPercentEncoded: true)
    } else {
      base64 = percentDecoded(data).map(Base64Text.encode)
    }
    return base64.map { Array("data:\(header.spelling);base64,".utf8) + $0 }
  }

  private static func isScheme(_ text: Span<UInt8>) -> Bool {
    for index in 0..<scheme.count - 1 where text[index] | 0x20 != scheme[index] { return false }
    return text[scheme.count - 1] == scheme[scheme.count - 1]
  }

  private static func comma(in text: Span<UInt8>) -> Int? {
    for index in scheme.count..<min(text.count, longestHeader) where text[index] == UInt8(ascii: ",") { return index }
    return nil
  }

  /// - Returns: `nil` where a `%` stands for nothing, and where a fragment follows, which is no data.
  private static func percentDecoded(_ text: Span<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "%"):
        guard let byte = ASCIIText.percentDecoded(text, at: index) else { return nil }
        bytes.append(byte)
        index += 3
      case UInt8(ascii: "#"):
        return nil
      case let byte:
        bytes.append(byte)
        index += 1
      }
    }
    return bytes
  }
}

extension DataURL {
  /// What stands before the comma.
  private struct Header {
    /// The type and its parameters.
    let spelling: String
    let isBase64: Bool

    /// - Returns: `nil` for what no program means to write.
    init?(_ text: Span<UInt8>, _ range: Range<Int>) {
      var bytes: [UInt8] = []
      for index in range { bytes.append(text[index]) }
      guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
      var pieces = String(decoding: bytes, as: UTF8.self).split(separator: ";", omittingEmptySubsequences: false)
        .map { $0.trimmingSpaces() }
      isBase64 = pieces.count > 1 && pieces[pieces.count - 1].lowercased() == "base64"
      if isBase64 { pieces.removeLast() }
      let type = pieces.removeFirst().lowercased()
      guard type.isEmpty || Header.isType(type) else { return nil }
      var parameters: [(name: String, value: String?)] = []
      for piece in pieces {
        guard let parameter = Header.parameter(piece), !parameters.contains(where: { $0.name == parameter.name }) else {
          return nil
        }
        parameters.append(parameter)
      }
      parameters.sort { $0.name < $1.name }
      spelling = parameters.reduce(type) { $0 + ";" + $1.name + ($1.value.map { "=" + $0 } ?? "") }
    }

    private static func isType(_ text: String) -> Bool {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      return parts.count == 2 && parts.allSatisfy { ASCIIText.isToken($0.utf8) }
    }

    /// A name and its value, or, as in `data:image/svg+xml;utf8,…`, a name alone.
    private static func parameter(_ text: Substring) -> (name: String, value: String?)? {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first?.lowercased(), ASCIIText.isToken(name.utf8), name != "base64" else { return nil }
      guard parts.count == 2 else { return (name, nil) }
      var value = parts[1]
      if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
      guard ASCIIText.isToken(value.utf8) else { return nil }
      return (name, name == "charset" ? value.lowercased() : String(value))
    }
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var rest = drop { $0 == " " || $0 == "\t" }
    while rest.last == " " || rest.last == "\t" { rest = rest.dropLast() }
    return rest
  }
}
