import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TollgateCore

/// A gateway's administration over HTTP: through the Unix socket in its data folder, or through a network.
struct AdministrationClient: Administration {
  static let deadline: TimeAmount = .seconds(60)
  /// A check reads the whole store, and the first search every request.
  static let longDeadline: TimeAmount = .minutes(10)

  let client: HTTPClient
  let endpoint: AdministrationEndpoint

  /// Whether a gateway answers on the socket.
  func answers() async -> Bool {
    do throws(AdministrationError) {
      _ = try await generations(GenerationQuery(limit: 1))
      return true
    } catch {
      return false
    }
  }

  func createKey(_ request: NewKey) async throws(AdministrationError) -> CreatedKey {
    let created: CreatedKey = try await ask(.POST, "keys", body: request)
    try checkPrintable(secret: created.secret)
    return created
  }

  func keys() async throws(AdministrationError) -> [KeySummary] { try await ask(.GET, "keys") }

  func key(named name: String) async throws(AdministrationError) -> KeySummary {
    try await withUse(try await ask(.GET, "keys/\(AdministrationEndpoint.escaped(name))"))
  }

  func changeKey(
    named name: String, _ change: KeyChange, if precondition: Precondition
  ) async throws(AdministrationError) -> KeySummary {
    try await withUse(try await ask(.PATCH, "keys/\(AdministrationEndpoint.escaped(name))", body: change, if: precondition))
  }

  /// What has become of a key has a path of its own.
  private func withUse(_ key: KeySummary) async throws(AdministrationError) -> KeySummary {
    key.with(try await ask(.GET, "keys/\(AdministrationEndpoint.escaped(key.name))/use"))
  }

  func revokeKey(named name: String, if precondition: Precondition) async throws(AdministrationError) {
    try await tell(.POST, "keys/\(AdministrationEndpoint.escaped(name))/revoke", if: precondition)
  }

  func rotateKey(
    named name: String, _ rotation: KeyRotation, if precondition: Precondition
  ) async throws(AdministrationError) -> CreatedKey {
    let rotated: CreatedKey = try await ask(
      .POST, "keys/\(AdministrationEndpoint.escaped(name))/rotate", body: rotation, if: precondition)
    try checkPrintable(secret: rotated.secret)
    return rotated
  }

  func teams() async throws(AdministrationError) -> [TeamSummary] { try await ask(.GET, "teams") }

  func team(named name: String) async throws(AdministrationError) -> TeamSummary {
    try await withUse(try await ask(.GET, "teams/\(AdministrationEndpoint.escaped(name))"))
  }

  func createTeam(_ request: NewTeam) async throws(AdministrationError) -> TeamSummary {
    try await withUse(try await ask(.POST, "teams", body: request))
  }

  func changeTeam(
    named name: String, _ change: TeamChange, if precondition: Precondition
  ) async throws(AdministrationError) -> TeamSummary {
    try await withUse(try await ask(.PATCH, "teams/\(AdministrationEndpoint.escaped(name))", body: change, if: precondition))
  }

  /// What has become of a team has a path of its own.
  private func withUse(_ team: TeamSettings) async throws(AdministrationError) -> TeamSummary {
    TeamSummary(team, try await ask(.GET, "teams/\(AdministrationEndpoint.escaped(team.name))/use"))
  }

  func removeTeam(named name: String, if precondition: Precondition) async throws(AdministrationError) {
    try await tell(.DELETE, "teams/\(AdministrationEndpoint.escaped(name))", if: precondition)
  }

  func configuration() async throws(AdministrationError) -> ConfigurationSummary { try await ask(.GET, "configuration") }

  func reloadConfiguration() async throws(AdministrationError) -> ConfigurationReload {
    try await ask(.POST, "configuration/reload")
  }

  func health() async throws(AdministrationError) -> HealthReport { try await ask(.GET, "health") }

  func generations(_ query: GenerationQuery) async throws(AdministrationError) -> [GenerationSummary] {
    var parameters = ["limit=\(query.limit)"]
    if !query.states.isEmpty { parameters.append("state=" + query.states.map(\.rawValue).joined(separator: ",")) }
    if let name = query.keyName { parameters.append("key=" + AdministrationEndpoint.escaped(name)) }
    if let team = query.team { parameters.append("team=" + AdministrationEndpoint.escaped(team)) }
    if let model = query.model { parameters.append("model=" + AdministrationEndpoint.escaped(model)) }
    if let moment = query.since { parameters.append("since=\(moment.millisecondsSince1970)") }
    if let moment = query.until { parameters.append("until=\(moment.millisecondsSince1970)") }
    if let text = query.search { parameters.append("search=" + AdministrationEndpoint.escaped(text)) }
    if let before = query.before { parameters.append("before=\(before)") }
    let path = "generations?" + parameters.joined(separator: "&")
    return try await ask(.GET, path, deadline: query.search == nil ? Self.deadline : Self.longDeadline)
  }

  func ownGenerations(
    ofKeyNamed name: String, _ query: GenerationQuery
  ) async throws(AdministrationError) -> OwnGenerationPage {
    var query = query
    query.keyName = name
    let items = try await generations(query)
    return OwnGenerationPage(items: items, goesOnBefore: items.count == query.limit ? items.last?.number : nil)
  }

  func generationCounts() async throws(AdministrationError) -> [GenerationState: Int] {
    try await ask(.GET, "generations/counts")
  }

  func generation(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationDetail {
    try await ask(.GET, "generations/\(number)")
  }

  func uses(of number: GenerationNumber) async throws(AdministrationError) -> UseReport {
    try await ask(.GET, "generations/\(number)/uses")
  }

  func resolve(
    _ number: GenerationNumber, as resolution: Resolution
  ) async throws(AdministrationError) -> GenerationSummary {
    try await ask(.POST, "generations/\(number)/resolve", body: resolution)
  }

  func usage(_ query: UsageQuery) async throws(AdministrationError) -> UsageReport {
    var parameters = ["by=\(query.dimension.rawValue)"]
    if let day = query.firstDay { parameters.append("since=\(CalendarDay(code: day))") }
    if let day = query.lastDay { parameters.append("until=\(CalendarDay(code: day))") }
    return try await ask(.GET, "usage?" + parameters.joined(separator: "&"))
  }

  func usageSeries(_ query: UsageSeriesQuery) async throws(AdministrationError) -> UsageSeries {
    var parameters = ["step=\(query.step.rawValue)"]
    if let moment = query.since { parameters.append("since=\(moment.millisecondsSince1970)") }
    if let moment = query.until { parameters.append("until=\(moment.millisecondsSince1970)") }
    if let name = query.keyName { parameters.append("key=" + AdministrationEndpoint.escaped(name)) }
    if let team = query.team { parameters.append("team=" + AdministrationEndpoint.escaped(team)) }
    if let model = query.model { parameters.append("model=" + AdministrationEndpoint.escaped(model)) }
    return try await ask(.GET, "usage/series?" + parameters.joined(separator: "&"))
  }

  func ledger(_ query: LedgerQuery) async throws(AdministrationError) -> [LedgerSummary] {
    var parameters = ["limit=\(query.limit)"]
    if let name = query.keyName { parameters.append("key=" + AdministrationEndpoint.escaped(name)) }
    if let team = query.team { parameters.append("team=" + AdministrationEndpoint.escaped(team)) }
    if let day = query.day { parameters.append("day=\(CalendarDay(code: day))") }
    if let kind = query.kind { parameters.append("kind=\(kind.rawValue)") }
    if let before = query.before { parameters.append("before=\(before)") }
    return try await ask(.GET, "ledger?" + parameters.joined(separator: "&"))
  }

  func budgets() async throws(AdministrationError) -> [BudgetSummary] { try await ask(.GET, "budgets") }

  func quote(_ body: [UInt8], forKeyNamed name: String?) async throws(AdministrationError) -> QuoteSummary {
    let parameters = name.map { "?key=" + AdministrationEndpoint.escaped($0) } ?? ""
    return try await ask(.POST, "quote" + parameters, json: Data(body))
  }

  func results(_ query: ResultQuery) async throws(AdministrationError) -> [ResultSummary] {
    try await ask(.GET, "cache?" + Self.parameters(of: query).joined(separator: "&"), deadline: Self.longDeadline)
  }

  private static func parameters(of query: ResultQuery) -> [String] {
    var parameters = ["limit=\(query.limit)"]
    if let model = query.model { parameters.append("model=" + AdministrationEndpoint.escaped(model)) }
    if let moment = query.since { parameters.append("since=\(moment.millisecondsSince1970)") }
    if let moment = query.until { parameters.append("until=\(moment.millisecondsSince1970)") }
    if query.isPinned { parameters.append("pinned=true") }
    if let text = query.search { parameters.append("search=" + AdministrationEndpoint.escaped(text)) }
    if let name = query.keyName { parameters.append("key=" + AdministrationEndpoint.escaped(name)) }
    if let team = query.team { parameters.append("team=" + AdministrationEndpoint.escaped(team)) }
    if let content = query.content { parameters.append("content=" + AdministrationEndpoint.escaped(content)) }
    if let before = query.before { parameters.append("before=\(before)") }
    return parameters
  }

  func result(_ number: GenerationNumber) async throws(AdministrationError) -> ResultDetail {
    try await ask(.GET, "cache/\(number)")
  }

  func purge(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationSummary {
    try await ask(.POST, "cache/\(number)/purge")
  }

  func pin(_ number: GenerationNumber, _ isPinned: Bool) async throws(AdministrationError) {
    try await tell(isPinned ? .PUT : .DELETE, "cache/\(number)/pin")
  }

  func assets(_ query: AssetQuery) async throws(AdministrationError) -> [AssetSummary] {
    let before = query.before.map { "&before=\($0)" } ?? ""
    return try await ask(.GET, "assets?limit=\(query.limit)" + before)
  }

  func asset(_ id: AssetID) async throws(AdministrationError) -> AssetDetail { try await ask(.GET, "assets/\(id)") }

  func storage() async throws(AdministrationError) -> StorageSummary { try await ask(.GET, "storage") }

  func export(_ query: ResultQuery) async throws(AdministrationError) -> BundleExport {
    let request = endpoint.request(.GET, "cache/export?" + Self.parameters(of: query).joined(separator: "&"))
    let response = try await checked(try await execute(request, deadline: Self.longDeadline), is: .bundle)
    let count = { (name: String) in response.headers.first(name: name).flatMap { Int($0) } }
    guard let entries = count("Tollgate-Entries"), let files = count("Tollgate-Files"), let skipped = count("Tollgate-Skipped")
    else { throw endpoint.unreadable }
    return BundleExport(
      counts: .init(entries: entries, files: files, skipped: skipped),
      size: response.headers.first(name: "Content-Length").flatMap { Int64($0) } ?? 0
    ) { sink in
      do {
        for try await piece in response.body { try await sink(Array(piece.readableBytesView)) }
      } catch let failure as CommandFailure {
        throw failure
      } catch {
        throw endpoint.brokenOff(error, remedy: "what came is no bundle; look at its log, and export again")
      }
    }
  }

  func importBundle(
    _ bundle: any AsyncSequence<[UInt8], any Error> & Sendable
  ) async throws(AdministrationError) -> BundleImport {
    var request = endpoint.request(.POST, "cache/import")
    request.body = Self.streamed(bundle)
    return try await decoded(try await execute(request, deadline: .hours(24)))
  }

  private static func streamed(_ bundle: some AsyncSequence<[UInt8], any Error> & Sendable) -> HTTPClientRequest.Body {
    .stream(bundle.map { ByteBuffer(bytes: $0) }, length: .unknown)
  }

  func explain(_ body: [UInt8], forKeyNamed name: String?) async throws(AdministrationError) -> CacheExplanation {
    let parameters = name.map { "?key=" + AdministrationEndpoint.escaped($0) } ?? ""
    return try await ask(.POST, "cache/explain" + parameters, json: Data(body), deadline: Self.longDeadline)
  }

  func callbacks(_ query: CallbackQuery) async throws(AdministrationError) -> [CallbackSummary] {
    var parameters = ["limit=\(query.limit)"]
    if let state = query.state { parameters.append("state=\(state.rawValue)") }
    if let before = query.before { parameters.append("before=\(before)") }
    return try await ask(.GET, "callbacks?" + parameters.joined(separator: "&"))
  }

  func retryCallbacks(_ id: CallbackID?) async throws(AdministrationError) -> CallbackRetry {
    try await ask(.POST, id.map { "callbacks/\($0)/retry" } ?? "callbacks/retry")
  }

  func callbackSecret(ofKeyNamed name: String?) async throws(AdministrationError) -> CallbackSecret {
    let path = name.map { "keys/\(AdministrationEndpoint.escaped($0))/callback-secret" } ?? "callbacks/secret"
    let secret: CallbackSecret = try await ask(.GET, path)
    try checkPrintable(secret: secret.secret)
    return secret
  }

  func events() async throws(AdministrationError) -> AsyncThrowingStream<RequestEvent, any Error> {
    // Whoever watches does so for as long as he likes.
    let response = try await execute(endpoint.request(.GET, "events"), until: .distantFuture)
    return EventReading.events(in: try await checked(response, is: .events).body, of: endpoint)
  }

  func backUp(to folder: String) async throws(AdministrationError) -> BackupRun {
    var request = endpoint.request(.POST, "backup")
    do { request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(BackupOrder(folder: folder)))) } catch {
      throw AdministrationError(.invalid, "The folder cannot be written as JSON: \(error).")
    }
    request.headers.add(name: "Content-Type", value: "application/json")
    let response = try await checked(try await execute(request, until: .distantFuture), is: .events)
    let endpoint = endpoint
    return BackupRun { onProgress in
      let events: AsyncThrowingStream<BackupEvent, any Error> = EventReading.events(
        in: response.body, of: endpoint, remedy: "what was written is no backup; look at its log, and repeat the command")
      for try await event in events {
        switch event {
        case .progress(let progress): onProgress(progress)
        case .done(let summary): return summary
        case .failed(let error): throw error
        }
      }
      throw endpoint.unreadable
    }
  }

  func acceptRestore() async throws(AdministrationError) -> RestoreAcceptance {
    try await ask(.POST, "restore/accept")
  }

  func verify(readingFiles: Bool) async throws(AdministrationError) -> VerificationReport {
    try await ask(.POST, "verify?files=\(readingFiles)", deadline: Self.longDeadline)
  }
}
