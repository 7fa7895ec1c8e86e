import Crypto
import Foundation

/// What the callbacks of one key are signed with, by the Standard Webhooks (<https://www.standardwebhooks.com>).
package struct SigningSecret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  private static let prefix = "whsec_"
  /// What a secret is written with, in bytes.
  package static let lengths = 16...512

  private let bytes: [UInt8]

  /// Reads what a person has configured: `whsec_` and Base64, as the standard writes it, or any other visible ASCII text, whose
  /// bytes are the secret then.
  ///
  /// - Returns: `nil` where the text is shorter than 16 characters or longer than 512, or says `whsec_` and goes on with what is
  ///   no Base64 of at least 16 bytes.
  package init?(_ text: String) {
    guard Self.lengths.contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    guard text.hasPrefix(Self.prefix) else {
      bytes = Array(text.utf8)
      return
    }
    guard let decoded = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))), decoded.count >= 16 else { return nil }
    bytes = Array(decoded)
  }

  /// The secret of a key that has none of its own: the same for as long as the master secret is the same.
  package init(of key: KeyID, master: [UInt8]) {
    let message = Array("tollgate callback signing v1 ".utf8) + key.bytes
    bytes = Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: master)))
  }

  /// The header `webhook-signature` of a message.
  ///
  /// - Parameters:
  ///   - id: the header `webhook-id`.
  ///   - seconds: the header `webhook-timestamp`, in seconds since 1970.
  ///   - body: the bytes that are sent.
  /// - Returns: `v1,` and the signature in Base64.
  package func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
    var code = HMAC<SHA256>(key: SymmetricKey(data: bytes))
    code.update(data: Array("\(id).\(seconds).".utf8))
    code.update(data: body)
    return "v1," + Data(code.finalize()).base64EncodedString()
  }

  /// The secret as receivers are given it: `whsec_` and Base64, whatever way it was configured.
  package func reveal() -> String { Self.prefix + Data(bytes).base64EncodedString() }

  /// `***`
  package var description: String { "***" }
  /// Nothing, so that a dump shows no secret.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
