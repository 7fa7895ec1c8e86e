/// What every store says about keys and teams that cannot be as somebody wants them.
extension StoreError {
  /// A key is to have a secret that another key has, or had.
  package static func secretTaken(_ name: String) -> StoreError {
    .conflict("the secret of \(name) is, or was, that of another key; choose another secret")
  }

  /// The file gives a key the secret of one that is not the file's.
  package static func declaredSecretTaken(by name: String) -> StoreError {
    .conflict("a declared key has the secret of \(name), which was made with keys create; choose another secret")
  }

  /// A key is to get a team that there is not.
  package static func noSuchTeam(_ name: String) -> StoreError {
    .conflict(
      "there is no team \(name); create it first (tollgate teams create \(name)), or restart the gateway where the "
        + "configuration file declares it since it started")
  }

  /// A team is to be added whose name is taken.
  package static func teamExists(_ name: String) -> StoreError {
    .conflict("there is a team \(name) already; change it (tollgate teams change \(name)), or choose another name")
  }

  /// A team is to go to which these keys belong.
  package static func teamInUse(_ name: String, by keys: [String]) -> StoreError {
    let shown = keys.prefix(3).joined(separator: ", ") + (keys.count > 3 ? " and \(keys.count - 3) more" : "")
    return .conflict("the team \(name) has keys (\(shown)); revoke them first, or move them (tollgate keys change)")
  }
}
