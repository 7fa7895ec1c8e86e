import HTTPTypes
import TollgateCore

/// The `Authorization: Bearer …` of a request.
enum AuthorizationHeader {
  /// Reads the token; some programs send `Bearer` twice, because their configured key already begins with it.
  ///
  /// - Returns: `nil` where there is no such header, more than one, another scheme, or nothing after it.
  static func bearerToken(in headers: HTTPFields) -> String? {
    let values = headers[values: .authorization]
    guard values.count == 1, let value = values.first else { return nil }
    let (token, wasNamed) = BearerScheme.strip(value)
    return wasNamed && !token.isEmpty ? token : nil
  }
}
