package import TollgateCore

/// Who asks: the key, and the credential with which its purchases go upstream. A class, because every request carries one, and
/// nobody changes it.
package final class Caller: Sendable {
  package let key: Key
  package let credential: Secret
  /// Whether the credential is the caller's own, passed on, rather than the gateway's.
  package let isForwarded: Bool

  package init(key: Key, credential: Secret, isForwarded: Bool) {
    self.key = key
    self.credential = credential
    self.isForwarded = isForwarded
  }
}
