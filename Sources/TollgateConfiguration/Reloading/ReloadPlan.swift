package import TollgateCore

/// What becomes of a running gateway's configuration when its file is read again: what is in force at once, and what waits for a
/// restart. It is pure, and changes nothing.
package struct ReloadPlan: Sendable {
  /// What is in force from now on: the file's, but for what needs a restart, which is as before.
  package let configuration: GatewayConfiguration
  package let report: ConfigurationReload

  /// - Parameters:
  ///   - running: what is in force.
  ///   - file: what the file says now.
  package init(running: GatewayConfiguration, file: GatewayConfiguration) {
    var merged = file
    var (changed, fixed): ([ConfigurationReload.Change], [ConfigurationReload.Change]) = ([], [])
    for setting in ReloadableSetting.all where !setting.isEqual(in: running, and: file) {
      let change = ConfigurationReload.Change(
        setting.name, before: running.shown(setting.name), after: file.shown(setting.name))
      if setting.isLive {
        changed.append(change)
      } else {
        fixed.append(change)
        setting.copy(from: running, to: &merged)
        merged.keepShown(setting.name, of: running)
      }
    }
    changed += Self.changes("teams", running, file) + Self.changes("keys", running, file)
    let models = Self.changes("models", running, file)
    if Self.normalisation(of: running) == Self.normalisation(of: file) {
      changed += models
    } else {
      // Prices and ages could change at once, but rules belong together: what is refused by one may be filled in by another.
      fixed += models
      merged.modelRules = running.modelRules
      merged.keepItems("models", of: running)
    }
    configuration = merged
    report = ConfigurationReload(changed: changed, needsRestart: fixed)
  }

  private static func normalisation(of configuration: GatewayConfiguration) -> String {
    Catalogue.builtIn.overriding(configuration.modelRules).normalisation
  }

  /// What is different in the elements of a list, by their names.
  private static func changes(
    _ list: String, _ running: GatewayConfiguration, _ file: GatewayConfiguration
  ) -> [ConfigurationReload.Change] {
    let (before, after) = (running.elements(list), file.elements(list))
    var changes: [ConfigurationReload.Change] = []
    for (name, settings) in before {
      guard let now = after.first(where: { $0.name == name })?.settings else {
        changes.append(.init("\(list).\(name)", before: "declared", after: nil))
        continue
      }
      let names = settings.map(\.name) + now.map(\.name).filter { name in !settings.contains { $0.name == name } }
      for setting in names {
        let (old, new) = (settings.first { $0.name == setting }, now.first { $0.name == setting })
        if old != new { changes.append(.init("\(list).\(name).\(setting)", before: old?.value, after: new?.value)) }
      }
    }
    for (name, _) in after where !before.contains(where: { $0.name == name }) {
      changes.append(.init("\(list).\(name)", before: nil, after: "declared"))
    }
    return changes
  }
}

/// A setting of a key, a team or a model.
private struct ElementSetting: Equatable {
  let name: String
  let value: String
  /// What a secret is told apart by, which nobody sees.
  let secret: Secret?

  enum Secret: Equatable {
    case key(KeyDigest)
    case signing(SigningSecret?)
  }
}

extension GatewayConfiguration {
  fileprivate func shown(_ name: String) -> String? { settings.first { $0.name == name }?.shownValue }

  fileprivate mutating func keepShown(_ name: String, of other: GatewayConfiguration) {
    guard let place = settings.firstIndex(where: { $0.name == name }),
      let old = other.settings.first(where: { $0.name == name })
    else { return }
    settings[place] = old
  }

  fileprivate mutating func keepItems(_ list: String, of other: GatewayConfiguration) {
    items = items.filter { $0.list != list } + other.items.filter { $0.list == list }
  }

  /// The elements of a list with what each of them has, in the order of the file.
  fileprivate func elements(_ list: String) -> [(name: String, settings: [ElementSetting])] {
    let names =
      switch list {
      case "teams": teams.map(\.name)
      case "keys": keys.map(\.name)
      default: modelRules.map(\.model)
      }
    return zip(names, items.filter { $0.list == list }).map { name, item in
      let settings = item.settings.map { setting in
        let own = setting.path.dropFirst().joined(separator: ".")
        return ElementSetting(name: own, value: setting.shownValue, secret: list == "keys" ? secret(own, ofKey: name) : nil)
      }
      return (name, settings.filter { $0.name != "name" })
    }
  }

  private func secret(_ setting: String, ofKey name: String) -> ElementSetting.Secret? {
    guard let key = keys.first(where: { $0.name == name }) else { return nil }
    switch setting {
    case "secret", "secret_sha256": return .key(key.digest)
    case "callback_secret": return .signing(key.callbackSecret)
    default: return nil
    }
  }
}

extension EffectiveSetting {
  fileprivate var name: String { path.joined(separator: ".") }

  /// A secret's mask without quotes.
  fileprivate var shownValue: String { value == YAMLText.scalar(secretMask) ? secretMask : value }
}
