/// A setting as it is in force, for `config show`.
struct EffectiveSetting: Sendable {
  /// The names from the top of the file, such as `server`, `limits`, `body`.
  let path: [String]
  /// The value as YAML; a secret's is `***`.
  let value: String
  let origin: SettingOrigin
}
