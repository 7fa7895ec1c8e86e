import TollgateCore

extension ConsolePages {
  private static let callbacksPerPage = 50

  /// What receivers are owed, the newest first.
  func callbacks(_ visit: ConsoleVisit) async throws -> String {
    let state = visit.query.entry("state").flatMap(CallbackState.init)
    let before = visit.query.entry("before").flatMap { CallbackID($0) }
    let found = try await administration.callbacks(
      CallbackQuery(state: state, before: before, limit: Self.callbacksPerPage + 1))
    let shown = found.prefix(Self.callbacksPerPage)
    let givenUp = try await administration.callbacks(CallbackQuery(state: .givenUp, limit: 1))
    let view = CallbacksView(
      filters: CallbacksFilter.all(chosen: state), rows: shown.map { CallbackRow($0, calendar) },
      isEmpty: shown.isEmpty && state == nil && before == nil,
      absence: shown.isEmpty && (state != nil || before != nil) ? "There are none of these." : nil,
      retryAll: givenUp.isEmpty ? nil : "\(ConsoleRoute.callbacks)/retry",
      paging: Paging(
        older: found.count > Self.callbacksPerPage ? shown.last.map { CallbacksFilter.address(state, before: $0.id) } : nil,
        newest: before == nil ? nil : CallbacksFilter.address(state)))
    return try page("callbacks", "Callbacks", in: .callbacks, visit, view)
  }

  func retryCallbacks(_ id: CallbackID?) async throws -> ConsoleAnswer {
    _ = try await administration.retryCallbacks(id)
    return .redirect(to: Deed.retried.address(ConsoleRoute.callbacks))
  }
}

/// The states by which callbacks are listed.
struct CallbacksFilter {
  let label: String
  let address: String
  let isCurrent: Bool

  /// The links above the list.
  static func all(chosen: CallbackState?) -> [CallbacksFilter] {
    [CallbacksFilter(label: "all", address: address(nil), isCurrent: chosen == nil)]
      + CallbackState.allCases.map {
        CallbacksFilter(label: word($0), address: address($0), isCurrent: $0 == chosen)
      }
  }

  static func word(_ state: CallbackState) -> String { state.rawValue.replacing("_", with: " ") }

  /// The list of a state, from some callback on.
  static func address(_ state: CallbackState?, before: CallbackID? = nil) -> String {
    ConsoleRoute.address(ConsoleRoute.callbacks, ["state": state?.rawValue, "before": before.map { "\($0)" }])
  }
}

private struct CallbackRow {
  let number: String
  let word: String
  let isGood: Bool
  let isAlarming: Bool
  let receiver: String
  let job: String
  let jobLink: String
  let buyer: String
  let attempts: String
  let lastAnswer: String?
  let created: ShownMoment
  let retry: String?

  init(_ callback: CallbackSummary, _ calendar: ConsoleCalendar) {
    number = "\(callback.id)"
    word = CallbacksFilter.word(callback.state)
    isGood = callback.state == .delivered
    isAlarming = callback.state == .givenUp
    receiver = callback.url
    job = "\(callback.generation)"
    jobLink = ConsoleRoute.job(callback.generation)
    buyer = callback.keyName ?? "local"
    attempts = ShownText.count(callback.attempts, "attempt", "attempts")
    lastAnswer = callback.lastReason ?? callback.lastStatus.map { "answered \($0)" }
    created = calendar.shown(callback.createdAt)
    retry = callback.state == .givenUp ? "\(ConsoleRoute.callback(callback.id))/retry" : nil
  }
}

private struct CallbacksView {
  let filters: [CallbacksFilter]
  let rows: [CallbackRow]
  let isEmpty: Bool
  let absence: String?
  let retryAll: String?
  let paging: Paging?
}
