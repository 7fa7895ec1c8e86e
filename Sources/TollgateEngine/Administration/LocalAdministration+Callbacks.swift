package import TollgateCore

extension LocalAdministration {
  /// So many callbacks are made due again in one transaction.
  private static let retryStep = 500

  package func callbacks(_ query: CallbackQuery) async throws(AdministrationError) -> [CallbackSummary] {
    guard (1...1000).contains(query.limit) else {
      throw AdministrationError(.invalid, "The limit is 1 to 1000; use --before for the next page.")
    }
    let names = try await keyNames()
    let found = try await translating { () throws(StoreError) in try await store.callbacks(query) }
    return found.map { CallbackSummary($0, keyName: names[$0.key]) }
  }

  package func retryCallbacks(_ id: CallbackID?) async throws(AdministrationError) -> CallbackRetry {
    defer { running?.callbackWake.raise() }
    let now = time.now()
    guard let id else { return CallbackRetry(count: try await retryAllCallbacks(at: now)) }
    guard try await translating({ () throws(StoreError) in try await store.retryCallback(id, at: now) }) else {
      throw AdministrationError(
        .conflict, "There is no callback \(id) that was given up; tollgate callbacks list --state given_up shows all.")
    }
    return CallbackRetry(count: 1)
  }

  /// Each of them once, a step at a time: purchases wait behind each transaction.
  private func retryAllCallbacks(at now: Timestamp) async throws(AdministrationError) -> Int {
    var count = 0
    var last: CallbackID?
    repeat {
      let after = last
      let step = try await translating { () throws(StoreError) in
        try await store.retryCallbacks(after: after, limit: Self.retryStep, at: now)
      }
      count += step.count
      last = step.last
    } while last != nil
    return count
  }

  package func callbackSecret(ofKeyNamed name: String?) async throws(AdministrationError) -> CallbackSecret {
    let keys = try await storedKeys().map(\.key)
    let master = try await translating { () throws(StoreError) in try await store.callbackSecret() }
    let secrets = SigningSecrets(declared: declared.secrets, keys: keys, master: master)
    if let name { return CallbackSecret(secret: secrets.secret(of: try await storedKey(named: name).id).reveal()) }
    guard keys.isEmpty else {
      throw AdministrationError(.invalid, "Each key has a secret of its own; name one: tollgate callbacks secret NAME.")
    }
    return CallbackSecret(secret: secrets.secret(of: KeyRing.localUser).reveal())
  }
}
