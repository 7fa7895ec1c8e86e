import TollgateCore

/// Purchases as a table for people.
enum PurchaseTable {
  /// The columns that say nothing about any of them are left out.
  static func rendered(_ generations: [GenerationSummary], at now: Timestamp, on screen: Screen) -> String {
    let showsRefunds = generations.contains { $0.refunded != .zero }
    let showsNotes = generations.contains { $0.note != nil }
    var columns: [TextTable.Column] = [
      .init("PURCHASE"), .state("STATE"), .init("MODEL", mayShrink: true, cut: .middle),
      .init("KEY", mayShrink: true, leaving: 4), .init("HELD", isRightAligned: true, leaving: 2),
      .init("CHARGED", isRightAligned: true),
    ]
    if showsRefunds { columns.append(.init("REFUNDED", isRightAligned: true, leaving: 1)) }
    columns.append(.init("AGE", leaving: 3))
    if showsNotes { columns.append(.init("NOTE", mayShrink: true)) }
    var table = TextTable(columns)
    for generation in generations {
      var cells = [
        generation.number.description, generation.state.rawValue, generation.model, generation.keyName,
        generation.isHoldOut ? DisplayText.dollars(generation.hold) : nil, generation.captured.map(DisplayText.dollars),
      ]
      if showsRefunds { cells.append(generation.refunded == .zero ? nil : DisplayText.dollars(generation.refunded)) }
      cells.append(DisplayText.duration(now.since(generation.createdAt)))
      if showsNotes { cells.append(generation.note) }
      table.append(cells)
    }
    return table.rendered(on: screen)
  }

  /// One purchase with its ledger, one fact per line.
  static func rendered(_ detail: GenerationDetail, on screen: Screen) -> String {
    let summary = detail.summary
    let facts: [(name: String, value: String?)] = [
      ("purchase", summary.number.description), ("state", summary.state.rawValue), ("model", summary.model),
      ("key", summary.keyName), ("upstream id", summary.upstreamID), ("hold", DisplayText.dollars(summary.hold)),
      ("charged", summary.captured.map(DisplayText.dollars)),
      ("refunded", summary.refunded == .zero ? nil : DisplayText.dollars(summary.refunded)),
      ("created", DisplayText.moment(summary.createdAt)), ("changed", DisplayText.moment(summary.updatedAt)),
      ("content", detail.content), ("scope", detail.scope), ("variant", detail.variant), ("note", summary.note),
    ]
    return FactList.rendered(facts, on: screen) + "\n" + ledger(detail.ledger, on: screen)
  }

  private static func ledger(_ lines: [GenerationDetail.Line], on screen: Screen) -> String {
    var table = TextTable([.init("LEDGER"), .init("AMOUNT", isRightAligned: true), .init("AT"), .init("DAY")])
    for line in lines {
      table.append([
        line.kind, DisplayText.dollars(line.amount), DisplayText.moment(line.at), CalendarDay(code: line.day).description,
      ])
    }
    return table.rendered(on: screen)
  }
}

extension GenerationSummary {
  /// Whether its hold is neither captured nor given back.
  var isHoldOut: Bool {
    switch state {
    case .held, .submitting, .unknown: true
    case .running, .succeeded, .failed, .stalled, .rejected, .released: false
    }
  }
}
