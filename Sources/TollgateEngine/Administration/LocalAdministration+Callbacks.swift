package import TollgateCore

extension LocalAdministration {
  package func callbacks(_ query: CallbackQuery) async throws(AdministrationError) -> [CallbackSummary] {
    guard (1...1000).contains(query.limit) else {
      throw AdministrationError(.invalid, "The limit is 1 to 1000; use --before for the next page.")
    }
    let names = try await keyNames()
    let found = try await translating { () throws(StoreError) in try await store.callbacks(query) }
    return found.map { CallbackSummary($0, keyName: names[$0.key]) }
  }

  package func retryCallbacks(_ id: CallbackID?) async throws(AdministrationError) -> CallbackRetry {
    let now = time.now()
    let count = try await translating { () throws(StoreError) in try await store.retryCallbacks(id, at: now) }
    if let id, count == 0 {
      throw AdministrationError(
        .conflict, "There is no callback \(id) that was given up; tollgate callbacks list --state given_up shows all.")
    }
    running?.callbackWake.raise()
    return CallbackRetry(count: count)
  }

  package func callbackSecret(ofKeyNamed name: String?) async throws(AdministrationError) -> CallbackSecret {
    let keys = try await storedKeys().map(\.key)
    let master = try await translating { () throws(StoreError) in try await store.callbackSecret() }
    let secrets = SigningSecrets(declared: declaredSecrets, keys: keys, master: master)
    if let name { return CallbackSecret(secret: secrets.secret(of: try await storedKey(named: name).id).reveal()) }
    guard keys.isEmpty else {
      throw AdministrationError(.invalid, "Each key has a secret of its own; name one: tollgate callbacks secret NAME.")
    }
    return CallbackSecret(secret: secrets.secret(of: KeyRing.localUser).reveal())
  }
}
