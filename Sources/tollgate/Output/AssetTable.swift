import TollgateCore

/// Kept files for people.
enum AssetTable {
  /// One line for each file.
  static func rendered(_ assets: [AssetSummary], at now: Timestamp, on screen: Screen) -> String {
    var table = TextTable([
      .init("FILE", mayShrink: true, cut: .middle), .init("TYPE", leaving: 1), .init("SIZE", isRightAligned: true),
      .init("PURCHASES", isRightAligned: true), .init("USED", leaving: 2),
    ])
    for asset in assets {
      table.append([
        asset.name.description, asset.type.rawValue, DisplayText.bytes(asset.bytes), String(asset.purchases),
        DisplayText.duration(now.since(asset.usedAt)) + " ago",
      ])
    }
    return table.rendered(on: screen)
  }

  /// One file, one fact a line.
  static func rendered(_ detail: AssetDetail, at now: Timestamp, on screen: Screen) -> String {
    let summary = detail.summary
    let more = summary.purchases - detail.newest.count
    let purchases = detail.newest.map(\.description).joined(separator: " ") + (more > 0 ? " and \(more) older ones" : "")
    return FactList.rendered(
      [
        ("file", summary.name.description), ("state", detail.isStored ? "kept" : "removed"), ("type", summary.type.rawValue),
        ("size", DisplayText.bytes(summary.bytes)), ("used", DisplayText.duration(now.since(summary.usedAt)) + " ago"),
        ("purchases", purchases),
      ], on: screen)
  }
}
