import NIOCore

extension RequestHead {
  /// How often a field is there.
  package func count(of field: KnownField) -> Int {
    var count = 0
    for known in fields where known.known == field { count += 1 }
    return count
  }

  /// Where the first value of a field is in ``bytes``; `nil` where there is no such field.
  package func range(of field: KnownField) -> Range<Int>? {
    for known in fields where known.known == field { return known.value }
    return nil
  }

  /// Gives the bytes of a field's first value to `body`, without the white space around them.
  ///
  /// - Returns: what `body` returns; `nil` where there is no such field.
  package func withValue<Result>(of field: KnownField, _ body: (Span<UInt8>) -> Result) -> Result? {
    guard let range = range(of: field) else { return nil }
    return body(bytes.readableBytesUInt8Span.extracting(range))
  }

  /// Gives the bytes of the path and the query to `body`.
  package func withTarget<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.readableBytesUInt8Span.extracting(target))
  }
}
