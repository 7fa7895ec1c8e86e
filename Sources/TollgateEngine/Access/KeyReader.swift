import TollgateCore

/// Reads the keys anew for the key ring, which the callbacks' signatures follow.
struct KeyReader: Sendable {
  let store: any Store
  let declared: DeclaredFacts
  let secrets: SigningSecrets

  /// Reads the keys anew; see ``KeyRing/reload(isDeclared:onUse:_:)``.
  func reload(_ ring: KeyRing, isDeclared: Bool = false) async throws(AdministrationError) {
    try await ring.reload(isDeclared: isDeclared) { keys in
      secrets.declare(declared.secrets, of: keys.map(\.key))
    } _: { () throws(AdministrationError) in
      do throws(StoreError) { return try await store.keys() } catch { throw AdministrationError(error) }
    }
  }
}
