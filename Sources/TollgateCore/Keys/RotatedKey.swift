/// What became of a key that got another secret.
package struct RotatedKey: Sendable, Hashable {
  package let before: StoredKey
  package let after: StoredKey
  /// Of two rotations in one life of the store the later one has the larger number, in whichever order they are heard of.
  package let number: Int

  package init(before: StoredKey, after: StoredKey, number: Int) {
    self.before = before
    self.after = after
    self.number = number
  }

  /// The secrets that are refused from now on.
  package var ended: [KeyDigest] { before.digests.filter { !after.digests.contains($0) } }
}
