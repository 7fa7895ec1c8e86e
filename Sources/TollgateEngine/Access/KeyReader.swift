import TollgateCore

/// Reads the keys for the key ring, and lets the callbacks' signatures follow them.
struct KeyReader: Sendable {
  let store: any Store
  let declared: DeclaredFacts
  let secrets: SigningSecrets

  func read() async throws(AdministrationError) -> [StoredKey] {
    let keys: [StoredKey]
    do throws(StoreError) { keys = try await store.keys() } catch { throw AdministrationError(error) }
    secrets.declare(declared.secrets, of: keys.map(\.key))
    return keys
  }
}
