import TollgateCore

/// Callbacks as a table for people.
enum CallbackTable {
  /// The columns that say nothing about any of them are left out.
  static func rendered(_ callbacks: [CallbackSummary], at now: Timestamp, width: Int?) -> String {
    let showsReasons = callbacks.contains { $0.lastReason != nil }
    let showsNext = callbacks.contains { $0.dueAt != nil }
    var columns: [TextTable.Column] = [
      .init("CALLBACK"), .init("PURCHASE"), .init("STATE"), .init("KEY", mayShrink: true), .init("URL", mayShrink: true),
      .init("TRIES", isRightAligned: true), .init("AGE"),
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
    return table.rendered(width: width)
  }
}
