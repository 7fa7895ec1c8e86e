/// A text of a JSON document. Two texts are equal when their UTF-8 bytes are: `é` as one scalar and as two are different texts,
/// which Swift's own `==` would merge.
package struct JSONString: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The text, unescaped.
  package let text: String

  /// A text as it is.
  package init(_ text: String) { self.text = text }
  /// A text as it is.
  package init(stringLiteral text: String) { self.text = text }

  /// The text itself; see ``forSentence`` for sentences and logs.
  package var description: String { text }

  /// Whether the UTF-8 bytes are the same.
  package static func == (left: JSONString, right: JSONString) -> Bool {
    JSONText.areEqual(left.text.utf8Span.span, right.text.utf8Span.span)
  }

  /// The text's own hash: equal bytes are equal texts, and texts that are merely canonically equivalent only share a bucket.
  package func hash(into hasher: inout Hasher) { text.hash(into: &hasher) }

  /// The order of the UTF-8 bytes, which is also that of the code points.
  package static func < (left: JSONString, right: JSONString) -> Bool {
    JSONText.order(left.text.utf8Span.span, right.text.utf8Span.span) < 0
  }
}

extension JSONString {
  /// The text as it can stand in an error sentence or a log: quoted, escaped, and cut where it is long.
  package var forSentence: String {
    let limit = 60
    let scalars = text.unicodeScalars
    let isLong = scalars.dropFirst(limit).first != nil
    let shown = isLong ? String(String.UnicodeScalarView(scalars.prefix(limit))) + "…" : text
    return CanonicalJSON.text(.string(JSONString(shown)))
  }
}
