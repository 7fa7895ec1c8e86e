extension RequestHead {
  /// Whether none of these fields is there.
  func hasNoField(of names: KnownFields) -> Bool {
    for field in fields {
      if let known = field.known, !names.isDisjoint(with: KnownFields(known)) { return false }
    }
    return true
  }

  /// The token of an `Authorization` that is spelled as most programs do, `Bearer` once, one space, the token; `nil` where it is
  /// missing or spelled otherwise.
  var plainBearer: String? {
    let scheme: StaticString = "Bearer "
    let token = withValue(of: .authorization) { value -> String? in
      let length = scheme.utf8CodeUnitCount
      guard value.count > length, value.equals(0..<length, scheme),
        value.firstIndex(of: .space, in: length..<value.count) == nil
      else { return nil }
      return value.text(length..<value.count)
    }
    return token ?? nil
  }
}
