import TollgateCore

/// Callbacks as a table for people.
enum CallbackTable {
  /// The columns that say nothing about any of them are left out.
  static func rendered(_ callbacks: [CallbackSummary], at now: Timestamp, on screen: Screen) -> String {
    let showsReasons = callbacks.contains { $0.lastReason != nil }
    let showsNext = callbacks.contains { $0.dueAt != nil }
    var columns: [TextTable.Column] = [
      .init("CALLBACK"), .init("PURCHASE", leaving: 3), .state("STATE"), .init("KEY", mayShrink: true, leaving: 2),
      .init("URL", mayShrink: true, cut: .middle), .init("TRIES", isRightAligned: true), .init("AGE", leaving: 1),
    ]
    if showsNext { columns.append(.init("NEXT")) }
    if showsReasons { columns.append(.init("REASON", mayShrink: true)) }
    var table = TextTable(columns)
    for callback in callbacks {
      var cells = [
        callback.id.description, callback.generation.description, callback.state.rawValue, callback.keyName, callback.url,
        "\(callback.attempts)", DisplayText.duration(now.since(callback.createdAt)),
      ]
      if showsNext { cells.append(callback.dueAt.map { "in " + DisplayText.duration(max($0.since(now), .zero)) }) }
      if showsReasons { cells.append(callback.lastReason) }
      table.append(cells)
    }
    return table.rendered(on: screen)
  }
}
