import TollgateCore

extension ConsolePages {
  /// How the gateway is, what it is made of, and the configuration in force with the place of each value.
  func settings(_ visit: ConsoleVisit) async throws -> String {
    let health = try await administration.health()
    let storage = try await administration.storage()
    let configuration = try await administration.configuration()
    let showsAll = visit.query.entry("show") != "set"
    let view = SettingsView(
      problems: HealthFacts.problems(of: health), health: HealthFacts.facts(of: health, calendar),
      storage: StorageFacts.facts(of: storage, calendar), versions: HealthFacts.versions(of: health, calendar),
      filters: SettingsFilter.both(showsAll: showsAll),
      groups: SettingsGroup.groups(of: configuration.settings, showsAll: showsAll),
      items: [
        SettingsItems("Teams", configuration.teams, address: ConsoleRoute.team),
        SettingsItems("Keys", configuration.keys, address: ConsoleRoute.key),
        SettingsItems("Models", configuration.models, address: nil),
      ])
    return try page("settings", "Settings", in: .settings, visit, view)
  }
}

/// Which settings are listed.
private struct SettingsFilter {
  let label: String
  let address: String
  let isCurrent: Bool

  static func both(showsAll: Bool) -> [SettingsFilter] {
    [
      SettingsFilter(label: "all", address: ConsoleRoute.settings, isCurrent: showsAll),
      SettingsFilter(
        label: "not the default", address: ConsoleRoute.address(ConsoleRoute.settings, ["show": "set"]), isCurrent: !showsAll),
    ]
  }
}

/// Settings whose names begin alike.
private struct SettingsGroup {
  struct Row {
    let name: String
    let value: String
    let place: String
    let isDefault: Bool
  }

  let rows: [Row]

  static func groups(of settings: [ConfigurationSummary.Setting], showsAll: Bool) -> [SettingsGroup] {
    var groups: [(section: Substring, rows: [Row])] = []
    for setting in settings where showsAll || setting.origin.kind != .builtIn {
      let row = Row(
        name: setting.name, value: setting.value, place: "\(setting.origin)", isDefault: setting.origin.kind == .builtIn)
      let section = setting.name.prefix { $0 != "." }
      if groups.last?.section == section { groups[groups.count - 1].rows.append(row) } else { groups.append((section, [row])) }
    }
    return groups.map { SettingsGroup(rows: $0.rows) }
  }
}

/// Teams, keys or models with what is set about each.
private struct SettingsItems {
  struct Row {
    let name: String
    /// Its page; `nil` where it has none.
    let link: String?
    let settings: [String]
    let place: String
  }

  let title: String
  let id: String
  let rows: [Row]

  init(_ title: String, _ items: [ConfigurationSummary.Item], address: ((String) -> String)?) {
    self.title = title
    id = title.lowercased()
    rows = items.map { item in
      Row(
        name: item.name, link: address?(item.name), settings: item.settings.map { "\($0.name): \($0.value)" },
        place: "\(item.origin)")
    }
  }
}

private struct SettingsView {
  /// What needs somebody.
  let problems: [String]
  let health: [Fact]
  let storage: [Fact]
  let versions: [Fact]
  let filters: [SettingsFilter]
  let groups: [SettingsGroup]
  let items: [SettingsItems]
}
