package import TollgateCore

/// Who asks: the key, and the credential with which its purchases go upstream.
package struct Caller: Sendable, Equatable {
  package let key: Key
  package let credential: Secret
  /// Whether the credential is the caller's own, passed on, rather than the gateway's.
  package let isForwarded: Bool
}
