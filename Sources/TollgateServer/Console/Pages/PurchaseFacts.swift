import TollgateCore

/// What a purchase is and what it cost, with its lines of the ledger.
struct PurchaseFacts {
  /// One line of the ledger.
  struct Line {
    let kind: String
    let amount: String
    let at: ShownMoment
  }

  let number: String
  let state: StateBadge
  let buyer: String
  let hold: String
  let captured: String?
  let refunded: String?
  let created: ShownMoment
  let updated: ShownMoment
  let upstreamID: String?
  let remark: String?
  let scope: String
  let content: String
  let ledger: [Line]

  init(_ detail: GenerationDetail, _ calendar: ConsoleCalendar) {
    let summary = detail.summary
    number = "\(summary.number)"
    state = StateBadge(summary.state)
    buyer = summary.keyName ?? "local"
    hold = ShownText.money(summary.hold)
    captured = summary.captured.map(ShownText.money)
    refunded = summary.refunded == .zero ? nil : ShownText.money(summary.refunded)
    created = calendar.shown(summary.createdAt)
    updated = calendar.shown(summary.updatedAt)
    upstreamID = summary.upstreamID
    remark = summary.note
    scope = detail.scope
    content = detail.content
    ledger = detail.ledger.map {
      Line(kind: $0.kind.replacing("_", with: " "), amount: ShownText.money($0.amount), at: calendar.shown($0.at))
    }
  }
}

/// A purchase's state as a word with a mark.
struct StateBadge {
  let word: String
  let isGood: Bool
  let isAlarming: Bool
  let isUnderWay: Bool

  init(_ state: GenerationState) {
    word = state.rawValue
    isGood = state == .succeeded
    isAlarming = state == .unknown || state == .stalled
    isUnderWay = [.held, .submitting, .running].contains(state)
  }
}
