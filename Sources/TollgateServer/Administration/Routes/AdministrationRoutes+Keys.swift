import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// Who may use the gateway.
  static let keys: [AdministrationRoute] = [
    AdministrationRoute(.get, "keys", "listKeys", "All keys, also revoked ones, by name.", answer: .json(.array(.keySummary))) {
      .json(try await $0.administration.keys())
    },
    AdministrationRoute(
      .post, "keys", "createKey", "Creates a key. The secret is shown this one time.", body: .json(.newKey),
      answer: .json(.createdKey), status: .created
    ) { .json(try await $0.administration.createKey(try await $0.body())) },
    AdministrationRoute(
      .get, "keys/{name}", "showKey", "What is set about one key. Its tag is its revision.", access: .administratorsAndKeys,
      answer: .json(.keySummary)
    ) { call in
      let key = try await Self.visibleKey(call)
      return .json(key.settings, revision: key.revision)
    },
    AdministrationRoute(
      .get, "keys/{name}/use", "showKeyUse", "When a key was last used.", access: .administratorsAndKeys,
      answer: .json(.named("KeyUse"))
    ) { .json(try await Self.visibleKey($0).use) },
    AdministrationRoute(
      .patch, "keys/{name}", "changeKey",
      "Changes what a key may spend and do, effective on the next request. What it has under way stays as it is.",
      body: .json(.keyChange), answer: .json(.keySummary), condition: .withTheChange
    ) { call in
      let change: KeyChange = try await call.body()
      return .json(
        try await call.administration.changeKey(named: call.value("name"), change, if: call.precondition).settings)
    },
    AdministrationRoute(
      .post, "keys/{name}/revoke", "revokeKey", "Revokes a key, effective on the next request.",
      condition: .withTheChange
    ) {
      try await $0.administration.revokeKey(named: $0.value("name"), if: $0.precondition)
      return .nothing
    },
    AdministrationRoute(
      .post, "keys/{name}/rotate", "rotateKey",
      "Gives a key a new secret, shown this one time. The old one stays valid for the overlap, a day where nothing is said.",
      body: .maybe(.keyRotation), answer: .json(.createdKey), condition: .withTheChange
    ) { call in
      let rotation: KeyRotation? = try await call.optionalBody()
      return .json(
        try await call.administration.rotateKey(
          named: call.value("name"), rotation ?? KeyRotation(), if: call.precondition))
    },
    AdministrationRoute(
      .get, "keys/{name}/callback-secret", "showCallbackSecret", "What a key's callbacks are signed with.",
      answer: .json(.callbackSecret)
    ) { .json(try await $0.administration.callbackSecret(ofKeyNamed: $0.value("name"))) },
  ]

  /// The key that the path names, where whoever asks may see it.
  private static func visibleKey(_ call: AdministrationCall) async throws(AdministrationError) -> KeySummary {
    if let own = call.role.keyName, own != call.value("name") { throw .notYours }
    return try await call.administration.key(named: call.value("name"))
  }
}

extension AdministrationError {
  /// What belongs to somebody else is not there for a key.
  static let notYours = AdministrationError(.notFound, "There is nothing of this key here.")
}
