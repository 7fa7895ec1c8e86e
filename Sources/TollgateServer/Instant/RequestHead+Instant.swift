extension RequestHead {
  /// Whether none of these fields is there.
  func hasNoField(of names: KnownFields) -> Bool {
    for field in fields {
      if let known = field.known, !names.isDisjoint(with: KnownFields(known)) { return false }
    }
    return true
  }

  /// Gives `body` the token of an `Authorization` that is spelled as most programs do: `Bearer` once, one space, the token.
  ///
  /// - Returns: what `body` returns; `nil` where it is missing or spelled otherwise.
  func withPlainBearer<Result>(_ body: (Span<UInt8>) -> Result?) -> Result? {
    let scheme: StaticString = "Bearer "
    let result = withValue(of: .authorization) { value -> Result? in
      let length = scheme.utf8CodeUnitCount
      guard value.count > length, value.equals(0..<length, scheme),
        value.firstIndex(of: .space, in: length..<value.count) == nil
      else { return nil }
      return body(value.extracting(length..<value.count))
    }
    return result ?? nil
  }
}
