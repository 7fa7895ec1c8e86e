import Foundation
package import TollgateCore

extension GatewayConfiguration {
  /// A key of the file. It belongs to the file: its identity is its name, and API and CLI leave it alone. Of its secret only
  /// the SHA-256 is kept.
  package struct DeclaredKey: Sendable, Equatable {
    /// - `keys[].name`: 1 to 64 of the characters `A-Z a-z 0-9 . _ -`, not only dots, no name twice.
    package let name: String
    /// - `keys[].team` (optional): a team of this file.
    package let team: String?
    /// - `keys[].secret`: at least 16 visible ASCII characters; or `keys[].secret_sha256`: their SHA-256 in hex.
    package let digest: KeyDigest
    /// The models it may use; `nil` for all.
    ///
    /// - `keys[].models` (optional): ids, and beginnings with a `*`.
    package let models: [ModelPattern]?
    /// - `keys[].mode` (default: the gateway's): `replay` here beats the gateway's `live`, never the reverse.
    package let mode: Mode?
    /// From this moment on it is refused; `nil` for never.
    ///
    /// - `keys[].expires` (optional): a date, which means its first moment in `time_zone`, or an RFC 3339 time.
    package let expires: Timestamp?
    /// What it may spend, how fast it may ask, and how much may run at a time.
    ///
    /// - `keys[].budgets` (optional): any of `day`, `month`, `total`.
    /// - `keys[].rate` (optional): `creates_per_minute`, `generations_per_minute`.
    /// - `keys[].max_running` (default `unlimited`): 1 to 1000000000.
    package let limits: KeyLimits
    /// What its callbacks are signed with; `nil` for a secret that the gateway makes.
    ///
    /// - `keys[].callback_secret` (optional): `whsec_` and Base64, or at least 16 visible ASCII characters.
    package let callbackSecret: SigningSecret?
    /// Where it is declared.
    package let location: SourceLocation
  }
}

extension GatewayConfiguration {
  /// Reads the keys. The time zone, the upstream's key and the teams must have been read.
  mutating func readKeys(_ root: MappingReader) {
    var declared: [String: SourceLocation] = [:]
    var owners: [KeyDigest: String] = [:]
    if let apiKey = upstream.apiKey { owners[KeyDigest(secret: apiKey.reveal())] = "upstream.api_key" }
    keys = root.list("keys") { reader in
      let name = reader.required("name", .name)
      let team = readTeam(reader)
      let digest = readDigest(reader)
      let models = readModels(reader)
      let limits = readLimits(reader)
      let callbackSecret = reader.optional("callback_secret", .signingSecret)
      let mode = reader.optional("mode", .choice) as Mode?
      let expires = reader.optional("expires", .moment(in: timeZone))
      guard let name, let digest, let location = reader.location, reader.declare(name, in: &declared) else { return nil }
      let path = reader.path.joined(separator: ".")
      if let owner = owners.updateValue("the key \(quote(name)) at \(location)", forKey: digest) {
        reader.session.report(
          "\(path) has the same secret as \(owner); one secret serves one purpose, give it another.",
          at: reader.location(of: "secret"))
      }
      return DeclaredKey(
        name: name, team: team, digest: digest, models: models, mode: mode, expires: expires, limits: limits,
        callbackSecret: callbackSecret, location: location)
    }
  }

  private func readTeam(_ reader: MappingReader) -> String? {
    guard let team = reader.optional("team", .name) else { return nil }
    let names = teams.map(\.name)
    if !names.contains(team) {
      let remedy =
        Spelling.closest(to: team, among: names).map { "; did you mean \(quote($0))?" }
        ?? "; declare it under teams: - name: \(team)."
      reader.session.report(
        "\(reader.display("team")) is \(quote(team)), which is no team of this file\(remedy)", at: reader.location(of: "team"))
    }
    return team
  }

  private func readDigest(_ reader: MappingReader) -> KeyDigest? {
    let hasSecret = reader.member("secret") != nil
    let hasDigest = reader.member("secret_sha256") != nil
    let secret = reader.optional("secret", .secret(atLeast: 16)).map { KeyDigest(secret: $0.reveal()) }
    let digest = reader.optional("secret_sha256", .digest)
    if hasSecret == hasDigest {
      let problem =
        hasSecret ? "has both secret and secret_sha256; keep one." : "has no secret; it must have secret or secret_sha256."
      reader.session.report("\(reader.path.joined(separator: ".")) \(problem)", at: reader.location)
    }
    return secret ?? digest
  }

  private func readLimits(_ reader: MappingReader) -> KeyLimits {
    var limits = KeyLimits()
    reader.section("budgets") { limits.budgets.read($0) }
    reader.section("rate") { limits.rate.read($0) }
    reader.scalar("max_running", &limits.maximumRunning, .limit(LimitChange.numbers))
    return limits
  }

  private func readModels(_ reader: MappingReader) -> [ModelPattern]? {
    let models = reader.values("models", .modelPattern)
    if reader.isEmptyList("models") {
      reader.session.report(
        "\(reader.display("models")) is empty, so the key could use no model; name some, or leave models out for all.",
        at: reader.location(of: "models"))
    }
    return models
  }
}
