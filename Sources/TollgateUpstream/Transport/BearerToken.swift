import TollgateCore

/// The upstream key as it goes into the `Authorization` header: exactly one `Bearer `, whatever the configured text began with.
struct BearerToken: Sendable {
  private let token: String

  /// - Throws: ``CredentialError``; its text never holds any of the key.
  init(_ credential: Secret) throws(CredentialError) {
    let rest = BearerScheme.strip(credential.reveal()).token
    guard !rest.isEmpty else { throw .empty }
    guard rest.utf8.count <= Self.maximumLength else { throw .tooLong }
    guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unprintable }
    token = rest
  }

  /// Far beyond any key, and small enough for every server's header limit.
  private static let maximumLength = 4096

  /// The header's value.
  var headerValue: String { "Bearer \(token)" }

  /// Takes the key out of texts that are logged, stored or passed on.
  var redactor: Redactor { Redactor(secret: token) }
}

/// Why a key cannot be sent.
enum CredentialError: Error, Equatable {
  case empty
  case tooLong
  case unprintable
}

extension CredentialError: CustomStringConvertible {
  var description: String {
    switch self {
    case .empty: "the upstream key is empty; set upstream.api_key"
    case .tooLong: "the upstream key is longer than 4096 bytes; check upstream.api_key"
    case .unprintable:
      "the upstream key holds a space, a line break or another character that a header cannot carry; check upstream.api_key"
    }
  }
}
