import TollgateCore

extension ConsolePages {
  private static let jobsPerPage = 50

  /// Purchases by state, the newest first.
  func jobs(_ visit: ConsoleVisit) async throws -> String {
    let state = visit.query.entry("state").flatMap(GenerationState.init)
    let before = visit.query.entry("before").flatMap { GenerationNumber($0) }
    let found = try await administration.generations(
      GenerationQuery(states: state.map { [$0] } ?? [], before: before, limit: Self.jobsPerPage + 1))
    let shown = found.prefix(Self.jobsPerPage)
    let view = JobsView(
      filters: JobsFilter.all(chosen: state), rows: shown.map { JobRow($0, calendar) },
      base: visit.base, isEmpty: shown.isEmpty && state == nil && before == nil,
      absence: shown.isEmpty && (state != nil || before != nil)
        ? "No purchase is \(state?.rawValue ?? "as old as that")." : nil,
      paging: Paging(
        older: found.count > Self.jobsPerPage ? shown.last.map { JobsFilter.address(state, before: $0.number) } : nil,
        newest: before == nil ? nil : JobsFilter.address(state)))
    return try page("jobs", "Jobs", in: .jobs, visit, view)
  }

  /// One purchase with its lines of the ledger, and with the ways out where its outcome is unknown.
  func job(_ number: GenerationNumber, _ visit: ConsoleVisit) async throws -> String {
    let purchase = try await administration.generation(number)
    let state = purchase.summary.state
    let view = JobView(
      model: purchase.summary.model, facts: PurchaseFacts(purchase, calendar),
      result: try await hasResult(purchase.summary) ? ConsoleRoute.result(number) : nil,
      resolve: state == .unknown ? "\(ConsoleRoute.job(number))/resolve" : nil,
      giveUp: state == .stalled ? "\(ConsoleRoute.job(number))/resolve" : nil)
    return try page("job", "Job \(number)", in: .jobs, visit, view)
  }

  /// Whether there is something to see of what came back: what was removed is not there any more.
  private func hasResult(_ purchase: GenerationSummary) async throws -> Bool {
    guard purchase.state == .succeeded else { return false }
    do throws(AdministrationError) {
      _ = try await administration.result(purchase.number)
      return true
    } catch {
      guard error.kind == .notFound else { throw error }
      return false
    }
  }

  func resolve(_ number: GenerationNumber, _ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    let deed: Deed
    let resolution: Resolution
    switch visit.form["resolution"] {
    case "charged": (deed, resolution) = (.charged, .charged(upstreamID: visit.form.entry("upstream_id")))
    case "not_charged": (deed, resolution) = (.notCharged, .notCharged)
    case "resend": (deed, resolution) = (.resent, .resend)
    default: throw AdministrationError(.invalid, "Choose one of the ways in which the purchase can be settled.")
    }
    _ = try await administration.resolve(number, as: resolution)
    return .redirect(to: deed.address(ConsoleRoute.job(number)))
  }
}

/// The states by which purchases are listed.
struct JobsFilter {
  let label: String
  let address: String
  let isCurrent: Bool

  /// The links above the list.
  static func all(chosen: GenerationState?) -> [JobsFilter] {
    let states: [GenerationState] = [
      .unknown, .running, .stalled, .held, .submitting, .succeeded, .failed, .rejected, .released,
    ]
    return [JobsFilter(label: "all", address: address(nil), isCurrent: chosen == nil)]
      + states.map { JobsFilter(label: $0.rawValue, address: address($0), isCurrent: $0 == chosen) }
  }

  /// The list of a state, from some purchase on.
  static func address(_ state: GenerationState?, before: GenerationNumber? = nil) -> String {
    ConsoleRoute.address(ConsoleRoute.jobs, ["state": state?.rawValue, "before": before.map { "\($0)" }])
  }
}

/// A purchase in a list.
struct JobRow {
  let number: String
  let link: String
  let state: StateBadge
  let model: String
  let buyer: String
  let cost: String
  let created: ShownMoment
  let remark: String?

  init(_ summary: GenerationSummary, _ calendar: ConsoleCalendar) {
    number = "\(summary.number)"
    link = ConsoleRoute.job(summary.number)
    state = StateBadge(summary.state)
    model = summary.model
    buyer = summary.keyName ?? "local"
    let reserved = summary.state.isLive ? summary.hold : .zero
    cost = ShownText.money(summary.captured.map { $0 - summary.refunded } ?? reserved)
    created = calendar.shown(summary.createdAt)
    remark = summary.note
  }
}

private struct JobsView {
  let filters: [JobsFilter]
  let rows: [JobRow]
  let base: String
  let isEmpty: Bool
  /// Why the list has nothing, under a filter.
  let absence: String?
  let paging: Paging?
}

private struct JobView {
  let model: String
  let facts: PurchaseFacts
  let result: String?
  /// Where a form settles it; `nil` where nothing is to settle.
  let resolve: String?
  /// Where a form gives up waiting for what was charged; `nil` where nothing is late.
  let giveUp: String?
}
