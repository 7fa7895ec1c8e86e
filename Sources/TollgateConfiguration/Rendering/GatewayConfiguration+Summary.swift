package import TollgateCore

extension GatewayConfiguration {
  /// The configuration in force, as the administration shows it: what `config show` prints, in parts.
  package var summary: ConfigurationSummary {
    ConfigurationSummary(
      settings: settings.map { ConfigurationSummary.Setting($0, isIn: 0) },
      teams: items("teams", named: teams.map(\.name)), keys: items("keys", named: keys.map(\.name)),
      models: items("models", named: modelRules.map(\.model)))
  }

  /// Every element of a list that was read without a problem is there, in the order of the file.
  private func items(_ list: String, named names: [String]) -> [ConfigurationSummary.Item] {
    zip(names, items.filter { $0.list == list }).map { name, item in
      ConfigurationSummary.Item(
        name: name, origin: ConfigurationSummary.Origin(.file(item.location), variables: []),
        settings: item.settings.map { ConfigurationSummary.Setting($0, isIn: 1) }.filter { $0.name != "name" })
    }
  }
}

extension ConfigurationSummary.Setting {
  /// - Parameters:
  ///   - setting: as it was read.
  ///   - depth: how many of its names are left out, because they are those of what it belongs to.
  fileprivate init(_ setting: EffectiveSetting, isIn depth: Int) {
    self.init(
      name: setting.path.dropFirst(depth).joined(separator: "."),
      value: setting.value == YAMLText.scalar(secretMask) ? secretMask : setting.value,
      origin: ConfigurationSummary.Origin(setting.origin, variables: setting.variables))
  }
}

extension ConfigurationSummary.Origin {
  fileprivate init(_ origin: SettingOrigin, variables: [String]) {
    switch origin {
    case .builtIn: self.init(.builtIn)
    case .file(let location): self.init(.file, file: location.file, line: location.line, variables: variables)
    case .environment(let name): self.init(.environment, variables: [name])
    }
  }
}
