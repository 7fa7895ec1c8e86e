/// Brings media that stands in an argument itself to one spelling, so that the same picture is the same content.
///
/// - A `data:` URL becomes `data:<type>[;<parameters>];base64,<base64>`; see ``DataURL``.
/// - Base64 without a URL around it stays that, because some models take nothing else. It is taken for media only where its
///   first bytes are those of a known kind of file: the id of an upload, or a word, may look like base64 as well, and would be
///   sent as something else.
/// - Everything else stays as it is: other URLs, and what cannot be decoded.
enum MediaSpelling {
  /// The value with every text in it, and in its lists, in the one spelling; `nil` where nothing changes.
  ///
  /// The nesting is that of a parsed document, which bounds the recursion.
  static func canonical(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .string(let text): canonical(text).map { .string($0) }
    case .array(let elements): elements.replacing(canonical).map { .array($0) }
    default: nil
    }
  }

  private static func canonical(_ string: JSONString) -> JSONString? {
    let text = string.text.utf8Span.span
    let trimmed = ASCIIText.trimmed(text)
    let inner = text.extracting(trimmed)
    guard let spelled = DataURL.canonical(inner) ?? bareBase64(inner) else { return nil }
    return isSame(spelled.span, text) ? nil : JSONString(String(decoding: spelled, as: UTF8.self))
  }

  private static func bareBase64(_ text: Span<UInt8>) -> [UInt8]? {
    let beginning = Base64Text.beginning(text, count: MediaSignature.length)
    guard MediaSignature.isKnown(beginning, textLength: text.count) else { return nil }
    return Base64Text.canonical(text, isPercentEncoded: false)
  }

  private static func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
  }
}
