/// A setting as it is in force, for `config show`.
struct EffectiveSetting: Sendable {
  /// The names from the top of the file, such as `server`, `limits`, `body`.
  let path: [String]
  /// The value as YAML; a secret's is `***`.
  let value: String
  let origin: SettingOrigin
  /// The environment variables whose values stand in place of the file's `${…}`.
  let variables: [String]

  init(path: [String], value: String, origin: SettingOrigin, variables: [String] = []) {
    self.path = path
    self.value = value
    self.origin = origin
    self.variables = variables
  }

  /// Where a person changes it: `gateway.yaml:14`, or `gateway.yaml:14 (SHORTAPI_KEY)`.
  var remark: String { variables.isEmpty ? "\(origin)" : "\(origin) (\(variables.joined(separator: ", ")))" }
}

/// What a key, a team or a model has in the file.
struct ConfiguredItem: Sendable {
  /// The list or mapping that it is in: `keys`, `teams` or `models`.
  let list: String
  /// Where it begins.
  let location: SourceLocation
  /// What is set, each with its path from the top of the file.
  let settings: [EffectiveSetting]
}
