/// Strict JSON in, one spelling out.
///
/// **In**: RFC 8259 exactly, in UTF-8 without a byte order mark, at most ``maximumDepth`` nested containers, no member name
/// twice in an object after unescaping, no escaped or raw lone surrogate, nothing after the document.
///
/// **Out**, one spelling for each value:
/// - no white space; members sorted by the UTF-8 bytes of their names (RFC 8785 sorts by UTF-16 code units, which differs only
///   between U+E000...U+FFFF and the scalars above);
/// - strings as in RFC 8785: `\b \t \n \f \r \" \\`, other control characters as `\u00xx` in lower case, everything else raw.
///   Nothing is normalised: NFC and NFD are two texts;
/// - numbers by their exact decimal value, see ``JSONNumber``: `1`, `1.0`, `1e0` and `10e-1` are `1`, and `-0` is `0`.
package enum CanonicalJSON {
  /// How many containers may be nested: the 65th is refused.
  package static let maximumDepth = 64

  /// Reads a document.
  ///
  /// - Throws: Where the first thing is that the rules above do not allow, and what it is.
  package static func parse(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    var parser = JSONParser()
    return try parser.document(bytes)
  }

  /// Reads a document.
  ///
  /// - Throws: Where the first thing is that the rules above do not allow, and what it is.
  package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
    try parse(bytes.span)
  }

  /// The canonical bytes of a value. Where it is known about how many that will be, `expectedCount` spares copies of long
  /// texts.
  package static func encode(_ value: JSONValue, expectedCount: Int = 0) -> [UInt8] {
    var writer = JSONWriter(capacity: expectedCount)
    writer.write(value)
    return writer.bytes
  }

  /// The canonical bytes of a string without its quotation marks, for a place between some.
  package static func inner(_ text: String) -> ArraySlice<UInt8> { encode(.text(text)).dropFirst().dropLast() }

  /// The canonical text of a value, for sentences and tests.
  package static func text(_ value: JSONValue) -> String { String(decoding: encode(value), as: UTF8.self) }
}
