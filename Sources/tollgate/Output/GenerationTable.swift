import TollgateCore

/// Generations as a table for people.
enum GenerationTable {
  static func rendered(_ generations: [GenerationSummary], width: Int?) -> String {
    var table = TextTable([
      .init("JOB"), .init("STATE"), .init("MODEL", mayShrink: true), .init("KEY", mayShrink: true),
      .init("HELD", isRightAligned: true), .init("CHARGED", isRightAligned: true), .init("REFUNDED", isRightAligned: true),
      .init("CREATED"), .init("NOTE", mayShrink: true),
    ])
    for generation in generations {
      table.append([
        generation.number.description, generation.state.rawValue, generation.model, generation.keyName,
        generation.isHoldOut ? DisplayText.dollars(generation.hold) : nil, generation.captured.map(DisplayText.dollars),
        generation.refunded == .zero ? nil : DisplayText.dollars(generation.refunded),
        DisplayText.moment(generation.createdAt), generation.note,
      ])
    }
    return table.rendered(width: width)
  }

  /// One generation with its ledger, one fact per line.
  static func rendered(_ detail: GenerationDetail, width: Int?) -> String {
    let summary = detail.summary
    let facts: [(String, String?)] = [
      ("job", summary.number.description), ("state", summary.state.rawValue), ("model", summary.model), ("key", summary.keyName),
      ("upstream id", summary.upstreamID), ("hold", DisplayText.dollars(summary.hold)),
      ("charged", summary.captured.map(DisplayText.dollars)),
      ("refunded", summary.refunded == .zero ? nil : DisplayText.dollars(summary.refunded)),
      ("created", DisplayText.moment(summary.createdAt)), ("changed", DisplayText.moment(summary.updatedAt)),
      ("content", detail.content), ("scope", detail.scope), ("variant", detail.variant), ("note", summary.note),
    ]
    let known = facts.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : (name, $0) } }
    let column = (known.map(\.0.count).max() ?? 0) + 2
    let lines = known.map { name, value in
      name + String(repeating: " ", count: column - name.count) + DisplayText.plain(value) + "\n"
    }
    return lines.joined() + "\n" + ledger(detail.ledger, width: width)
  }

  private static func ledger(_ lines: [GenerationDetail.Line], width: Int?) -> String {
    var table = TextTable([.init("LEDGER"), .init("AMOUNT", isRightAligned: true), .init("AT"), .init("DAY")])
    for line in lines {
      table.append([line.kind, DisplayText.dollars(line.amount), DisplayText.moment(line.at), String(line.day)])
    }
    return table.rendered(width: width)
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
