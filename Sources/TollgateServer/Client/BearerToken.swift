import HTTPTypes

/// The token of `Authorization: Bearer …`.
enum BearerToken {
  /// Reads the token; some programs send `Bearer` twice, because their configured key already begins with it.
  ///
  /// - Returns: `nil` where there is no such header, more than one, another scheme, or nothing after it.
  static func read(from headers: HTTPFields) -> String? {
    let values = headers[values: .authorization]
    guard values.count == 1, let value = values.first else { return nil }
    var rest = value[...]
    var isBearer = false
    while true {
      rest = rest.drop { $0 == " " }
      guard rest.count > scheme.count, rest.prefix(scheme.count).lowercased() == scheme else { break }
      let after = rest.dropFirst(scheme.count)
      guard after.first == " " else { break }
      rest = after
      isBearer = true
    }
    while rest.last == " " { rest = rest.dropLast() }
    guard isBearer, !rest.isEmpty else { return nil }
    return String(rest)
  }

  private static let scheme = "bearer"
}
