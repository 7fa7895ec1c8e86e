package import TollgateCore

/// The administration of a store that this process has open: of the running gateway, or of a stopped one.
package struct LocalAdministration: Administration {
  /// What only a running gateway has.
  struct Running: Sendable {
    let gateway: Gateway
    let watcher: Watcher
  }

  private let store: any Store
  private let keyRing: KeyRing?
  private let time: any TimeSource
  private let running: Running?

  init(store: any Store, keyRing: KeyRing, time: any TimeSource, running: Running) {
    self.store = store
    self.keyRing = keyRing
    self.time = time
    self.running = running
  }

  /// The administration of a store whose gateway does not run.
  package init(stoppedStore store: any Store, time: any TimeSource = SystemTimeSource()) {
    self.store = store
    self.time = time
    keyRing = nil
    running = nil
  }

  // MARK: Keys

  package func createKey(_ request: NewKey) async throws(AdministrationError) -> CreatedKey {
    guard ShortName.isValid(request.name) else {
      throw AdministrationError(.invalid, "A key's name has 1 to 64 of the characters A-Z a-z 0-9 . _ -; choose another.")
    }
    let models: [ModelPattern]? = if let texts = request.models { try Self.patterns(texts) } else { nil }
    let secret = KeySecret.random()
    let key = Key(
      id: .random(), name: request.name, team: request.team, origin: .created, models: models, createdAt: time.now(),
      expiresAt: request.expiresAt)
    try await translating { () throws(StoreError) in
      try await store.insert(StoredKey(key: key, digest: KeyDigest(secret: secret)))
    }
    try await reloadKeys()
    return CreatedKey(key: KeySummary(key), secret: secret)
  }

  private static func patterns(_ texts: [String]) throws(AdministrationError) -> [ModelPattern] {
    var patterns: [ModelPattern] = []
    for text in texts {
      guard let pattern = ModelPattern(text) else {
        throw AdministrationError(
          .invalid, "\"\(text)\" is no model pattern; use an id, or the beginning of one and a *, e.g. google/*.")
      }
      patterns.append(pattern)
    }
    return patterns
  }

  package func keys() async throws(AdministrationError) -> [KeySummary] {
    try await storedKeys().map { KeySummary($0.key) }.sorted { $0.name < $1.name }
  }

  package func revokeKey(named name: String) async throws(AdministrationError) {
    guard let key = try await storedKeys().first(where: { $0.key.name == name })?.key else {
      throw AdministrationError(.notFound, "There is no key \"\(name)\"; tollgate keys list shows all.")
    }
    guard key.origin != .declared || key.revokedAt != nil else {
      throw AdministrationError(
        .conflict, "The key \"\(name)\" is declared in the configuration file; remove it there and restart the gateway.")
    }
    let now = time.now()
    let isRevoked = try await translating { () throws(StoreError) in try await store.revokeKey(named: name, at: now) }
    guard isRevoked else { throw AdministrationError(.conflict, "The key \"\(name)\" is revoked already.") }
    try await reloadKeys()
  }

  private func storedKeys() async throws(AdministrationError) -> [StoredKey] {
    try await translating { () throws(StoreError) in try await store.keys() }
  }

  private func reloadKeys() async throws(AdministrationError) {
    try await keyRing?.reload { () throws(AdministrationError) in try await storedKeys() }
  }

  // MARK: Generations

  package func generations(_ query: GenerationQuery) async throws(AdministrationError) -> [GenerationSummary] {
    guard (1...1000).contains(query.limit) else {
      throw AdministrationError(.invalid, "The limit is 1 to 1000; use --before for the next page.")
    }
    let names = try await keyNames()
    let found = try await translating { () throws(StoreError) in
      try await store.generations(in: query.state, before: query.before, limit: query.limit)
    }
    return found.map { GenerationSummary($0, keyName: names[$0.key]) }
  }

  package func generation(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationDetail {
    let generation = try await existing(number)
    let lines = try await translating { () throws(StoreError) in try await store.ledger(of: number) }
    return GenerationDetail(generation, keyName: try await keyNames()[generation.key], ledger: lines)
  }

  private func existing(_ number: GenerationNumber) async throws(AdministrationError) -> Generation {
    let found = try await translating { () throws(StoreError) in try await store.generation(number) }
    guard let found else {
      throw AdministrationError(.notFound, "There is no purchase \(number); tollgate jobs list shows the newest.")
    }
    return found
  }

  private func keyNames() async throws(AdministrationError) -> [KeyID: String] {
    Dictionary(try await storedKeys().map { ($0.key.id, $0.key.name) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Resolving

  package func resolve(
    _ number: GenerationNumber, as resolution: Resolution
  ) async throws(AdministrationError) -> GenerationSummary {
    let generation = try await existing(number)
    let resolved: Generation
    switch resolution {
    case .charged(let upstreamID):
      resolved = try await record(.resolvedCharged(upstreamID: upstreamID), for: generation)
      if resolved.state == .running { running?.watcher.watch(resolved) }
    case .notCharged:
      resolved = try await record(.resolvedNotCharged, for: generation)
    case .resend:
      guard let running else {
        throw AdministrationError(
          .unavailable, "Buying again needs the running gateway; start it (tollgate serve) and repeat this command.")
      }
      resolved = try await Resending(gateway: running.gateway).resend(generation)
    }
    return GenerationSummary(resolved, keyName: try await keyNames()[resolved.key])
  }

  private func record(
    _ event: GenerationEvent, for generation: Generation
  ) async throws(AdministrationError) -> Generation {
    let now = time.now()
    do {
      return try await store.record(event, for: generation.number, at: now)
    } catch {
      guard case .invalidTransition(let transition) = error else { throw AdministrationError(error) }
      throw AdministrationError(
        .conflict,
        """
        \(generation.number) is \(transition.state.rawValue), so there is nothing to resolve; tollgate jobs show \
        \(generation.number) tells more.
        """)
    }
  }

  // MARK: Verifying

  package func verify() async throws(AdministrationError) -> VerificationReport {
    try await translating { () throws(StoreError) in try await store.verify() }
  }

  private func translating<Value: Sendable>(
    _ work: () async throws(StoreError) -> Value
  ) async throws(AdministrationError) -> Value {
    do {
      return try await work()
    } catch {
      throw AdministrationError(error)
    }
  }
}

extension AdministrationError {
  init(_ error: StoreError) {
    switch error {
    case .notDurable, .durabilityUnknown: self.init(.unavailable, "The store could not do it, because \(error).")
    case .invalidTransition(let transition): self.init(.conflict, "It did not happen, because \(transition).")
    case .conflict(let sentence): self.init(.conflict, "\(sentence).")
    case .noSuchGeneration(let number): self.init(.notFound, "There is no purchase \(number).")
    }
  }
}
