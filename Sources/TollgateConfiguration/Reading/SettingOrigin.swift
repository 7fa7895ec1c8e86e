/// Where the value of a setting comes from.
package enum SettingOrigin: Sendable, Hashable, CustomStringConvertible {
  /// The built-in default.
  case builtIn
  /// The configuration file.
  case file(SourceLocation)
  /// The environment variable of this name.
  case environment(String)

  /// `default`, `gateway.yaml:14` or `TOLLGATE_SERVER_LISTEN`: where a person changes it.
  package var description: String {
    switch self {
    case .builtIn: "default"
    case .file(let location): location.description
    case .environment(let name): name
    }
  }
}
