import Testing
import TollgateCore

@testable import tollgate

/// What `tollgate doctor` finds that a running gateway does not go by.
@Suite struct ConfigurationDifferencesTests {
  private typealias Summary = ConfigurationSummary

  private static func setting(_ name: String, _ value: String) -> Summary.Setting {
    Summary.Setting(name: name, value: value, origin: .init(.file))
  }

  private static func item(_ name: String, _ kind: Summary.Origin.Kind = .file, budget: String = "1 USD") -> Summary.Item {
    Summary.Item(name: name, origin: .init(kind), settings: [setting("budgets.day", budget)])
  }

  private static let running = Summary(
    settings: [setting("mode", "live"), setting("cache.ttl", "30d")], teams: [item("design")],
    keys: [item("alice"), item("made", .store)], models: [item("acme/*")])

  @Test func theSameIsNoDifference() {
    var file = Self.running
    // What is in the data folder only is not in the file.
    file.keys.removeLast()
    #expect(file.differences(from: Self.running).isEmpty)
  }

  @Test func everyKindIsNamed() {
    let file = Summary(
      settings: [Self.setting("mode", "replay"), Self.setting("cache.ttl", "30d")],
      teams: [Self.item("design", budget: "2 USD")], keys: [Self.item("bob")], models: [])
    #expect(file.differences(from: Self.running) == ["mode", "keys.bob", "keys.alice", "teams.design", "models.acme/*"])
  }
}
