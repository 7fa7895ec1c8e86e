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
      .get, "keys/{name}", "showKey", "One key.", access: .administratorsAndKeys, answer: .json(.keySummary)
    ) { call in
      if let own = call.role.keyName, own != call.value("name") { throw AdministrationError.notYours }
      return .json(try await call.administration.key(named: call.value("name")))
    },
    AdministrationRoute(
      .patch, "keys/{name}", "changeKey",
      "Changes what a key may spend and do, effective on the next request. What it has under way stays as it is.",
      body: .json(.keyChange), answer: .json(.keySummary), isConditional: true
    ) { .json(try await $0.administration.changeKey(named: $0.value("name"), try await $0.body())) },
    AdministrationRoute(
      .post, "keys/{name}/revoke", "revokeKey", "Revokes a key, effective on the next request.", isConditional: true
    ) {
      try await $0.administration.revokeKey(named: $0.value("name"))
      return .nothing
    },
    AdministrationRoute(
      .post, "keys/{name}/rotate", "rotateKey",
      "Gives a key a new secret, shown this one time. The old one stays valid for the overlap, a day where nothing is said.",
      body: .maybe(.keyRotation), answer: .json(.createdKey), isConditional: true
    ) { call in
      let rotation: KeyRotation? = try await call.optionalBody()
      return .json(try await call.administration.rotateKey(named: call.value("name"), rotation ?? KeyRotation()))
    },
    AdministrationRoute(
      .get, "keys/{name}/callback-secret", "showCallbackSecret", "What a key's callbacks are signed with.",
      answer: .json(.callbackSecret)
    ) { .json(try await $0.administration.callbackSecret(ofKeyNamed: $0.value("name"))) },
  ]
}

extension AdministrationError {
  /// What belongs to somebody else is not there for a key.
  static let notYours = AdministrationError(.notFound, "There is nothing of this key here.")
}
