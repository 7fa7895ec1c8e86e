/// What reading the configuration file again has changed, and what it could not.
package struct ConfigurationReload: Sendable, Codable, Equatable {
  /// One setting, or a key, a team or a model's rules.
  package struct Change: Sendable, Codable, Equatable {
    /// `rate.creates_per_minute`, or `keys.alice.budgets.day` for what belongs to a key, a team or a model.
    package let name: String
    /// As the file writes it, in YAML; a secret's is `***`. `nil` where it was not there.
    package let before: String?
    /// The same, as it is in the file now. `nil` where it is not there any more.
    package let after: String?

    package init(_ name: String, before: String?, after: String?) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  /// What is in force from now on.
  package let changed: [Change]
  /// What the file says otherwise than the running gateway, until it is restarted.
  package let needsRestart: [Change]

  package init(changed: [Change], needsRestart: [Change]) {
    self.changed = changed
    self.needsRestart = needsRestart
  }
}
