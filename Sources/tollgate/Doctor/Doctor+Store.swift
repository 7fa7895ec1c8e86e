import Foundation
import TollgateConfiguration
import TollgateCore
import TollgateStore

// The database, and the gateway that runs on it.
extension Doctor {
  /// One connection does all commits and all checkpoints: <https://sqlite.org/wal.html#walresetbug>.
  private static let rule =
    "every commit waits for the disk (synchronous=2, journal_mode=wal, which each start checks); SQLite 3.7.0 to 3.51.2 may lose "
    + "commits when two connections write, and here a single one does all commits and checkpoints"

  /// The store through the gateway that has it open, or opened by itself where none runs.
  func storeFindings() async -> [DoctorFinding] {
    let folder = configuration.storage.path
    guard FileManager.default.fileExists(atPath: folder + "/tollgate.sqlite") else {
      return [.ok("database", "There is none yet; the first start makes it.")]
    }
    do {
      return try await SQLiteStore.withStore(folder: folder) { store in
        let keys = try await store.keys()
        return [databaseFinding(store.condition().engine), .ok("gateway", "None runs on this data folder.")]
          + accessFindings(hasStoredKeys: !keys.isEmpty)
      }
    } catch StoreOpenError.inUse(_, let process) {
      return await gatewayFindings(process)
    } catch let error as StoreOpenError {
      return [.problem("database", "\(error).", "See docs/operations.md.")]
    } catch {
      return [.problem("database", "It cannot be read: \(error).", "Look at the disk; tollgate verify checks the rest.")]
    }
  }

  private func databaseFinding(_ engine: String) -> DoctorFinding { .ok("database", "\(engine): \(Self.rule).") }

  private func accessFindings(hasStoredKeys: Bool) -> [DoctorFinding] {
    do throws(CommandFailure) {
      try AccessRules.check(configuration, hasStoredKeys: hasStoredKeys)
      return []
    } catch {
      return [.problem("access", error.sentence, "The gateway does not start like this.")]
    }
  }

  /// What the running gateway says of itself.
  private func gatewayFindings(_ process: Int32?) async -> [DoctorFinding] {
    let access = DataFolderAccess(configuration: configuration, makesFolder: false)
    do {
      return try await access.run { administration in
        let health = try await administration.health()
        let shown = try await administration.configuration()
        return [databaseFinding(health.versions.database)] + findings(on: health)
          + configurationFindings(shown)
      }
    } catch {
      let sentence = (error as? CommandFailure)?.sentence ?? "\(error)"
      return [
        .problem(
          "gateway", "Process \(process.map(String.init) ?? "?") has the data folder open, and does not answer: \(sentence)",
          "If it is a gateway that is starting or ending, wait; else look at its log.")
      ]
    }
  }

  private func findings(on health: HealthReport) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if health.versions.tollgate == Tollgate.version {
      findings.append(.ok("gateway", "It runs, in this version (\(Tollgate.version))."))
    } else {
      findings.append(
        .attention(
          "gateway", "Version \(health.versions.tollgate) runs, and this program is \(Tollgate.version).",
          "Restart it to run this one, or use the program that it runs."))
    }
    if !health.database.isWritable {
      findings.append(
        .problem(
          "gateway", "Its database cannot be written: \(health.database.trouble ?? "its log says why").",
          "Make room on the disk, or look after it; the gateway goes on by itself."))
    }
    switch health.upstream.pause {
    case .keyRefused:
      findings.append(
        .problem("gateway", "The upstream refuses its key: nothing is bought.", "Set another SHORTAPI_KEY, and restart it."))
    case .unreachable:
      findings.append(
        .problem(
          "gateway",
          "It cannot reach the upstream, or gets no usable answers: \(health.upstream.trouble ?? "its log says more").",
          "Look at what this says about the upstream below; it goes on by itself."))
    case .throttled, .draining, nil: break
    }
    if let unknown = health.work.purchases[GenerationState.unknown.rawValue] {
      findings.append(
        .attention(
          "purchases", "The outcome of \(unknown) is unknown, and their money stays reserved.",
          "tollgate jobs list --state unknown, and tollgate jobs resolve for each."))
    }
    return findings
  }

  /// Whether the gateway goes by what the file says. Secrets are shown by nobody, and so are not compared.
  private func configurationFindings(_ running: ConfigurationSummary) -> [DoctorFinding] {
    let others = configuration.summary.differences(from: running)
    guard !others.isEmpty else { return [] }
    return [
      .attention(
        "configuration", "The running gateway goes by other values of \(others.joined(separator: ", ")).",
        "tollgate reload has it read the file again, and says what needs a restart. Where the environment sets them, it was "
          + "another one at its start.")
    ]
  }
}

extension ConfigurationSummary {
  /// The names of what is set otherwise here than there: of settings, and of the keys, teams and models that a file or the
  /// environment declares.
  func differences(from other: ConfigurationSummary) -> [String] {
    let names = Self.differences(in: settings.map { ($0.name, $0.value) }, from: other.settings.map { ($0.name, $0.value) })
    let items = [("keys", keys, other.keys), ("teams", teams, other.teams), ("models", models, other.models)]
    return names
      + items.flatMap { section, mine, its in
        Self.differences(in: Self.declared(mine), from: Self.declared(its)).map { "\(section).\($0)" }
      }
  }

  private static func declared(_ items: [Item]) -> [(String, [String])] {
    items.filter { $0.origin.kind != .store }.map { ($0.name, $0.settings.map { "\($0.name): \($0.value)" }) }
  }

  private static func differences<Value: Equatable>(in mine: [(String, Value)], from others: [(String, Value)]) -> [String] {
    let (now, then) = (Dictionary(mine) { first, _ in first }, Dictionary(others) { first, _ in first })
    let gone = others.map(\.0).filter { now[$0] == nil }
    return mine.map(\.0).filter { now[$0] != then[$0] } + gone
  }
}
