extension GatewayConfiguration {
  /// Whether the file itself has a secret in it, rather than the name of a variable that has.
  package var holdsSecrets: Bool {
    (settings + items.flatMap(\.settings)).contains { setting in
      guard case .file = setting.origin, setting.variables.isEmpty else { return false }
      return setting.value == YAMLText.scalar(secretMask)
    }
  }
}
