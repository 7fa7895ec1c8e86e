/// A key with the digests of its secrets.
package struct StoredKey: Sendable, Hashable {
  /// The secret that a key had before its latest rotation.
  package struct FormerSecret: Sendable, Hashable {
    package let digest: KeyDigest
    /// From this moment on it is refused.
    package let validUntil: Timestamp

    package init(digest: KeyDigest, validUntil: Timestamp) {
      self.digest = digest
      self.validUntil = validUntil
    }
  }

  package let key: Key
  /// Of its secret.
  package let digest: KeyDigest
  /// The secret before that one, as long as it is remembered; `nil` where there is none, or it ended at once.
  package let former: FormerSecret?
  /// The minute of its latest create, refused ones too; `nil` where there is none. A crash may lose the last seconds.
  package let lastUsedAt: Timestamp?

  package init(key: Key, digest: KeyDigest, former: FormerSecret? = nil, lastUsedAt: Timestamp? = nil) {
    self.key = key
    self.digest = digest
    self.former = former
    self.lastUsedAt = lastUsedAt
  }

  /// Of all of its secrets, the newest first.
  package var digests: [KeyDigest] { [digest] + [former?.digest].compactMap(\.self) }

  /// The key with another secret. The one that it had is remembered until `formerUntil`, and not at all where that is `nil`.
  package func rotated(to digest: KeyDigest, formerUntil: Timestamp?) -> StoredKey {
    StoredKey(
      key: key, digest: digest, former: formerUntil.map { FormerSecret(digest: self.digest, validUntil: $0) },
      lastUsedAt: lastUsedAt)
  }
}
