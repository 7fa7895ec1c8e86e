import Foundation
import TollgateCore

/// Results for people.
enum ResultTable {
  /// One line for each result. The columns that say nothing about any of them are left out.
  static func rendered(_ results: [ResultSummary], at now: Timestamp, on screen: Screen) -> String {
    let showsVariants = results.contains { !$0.variant.isEmpty }
    let showsScopes = results.contains { $0.scope != Scope.gateway.description }
    let showsFiles = results.contains { $0.bytes > 0 }
    let showsPins = results.contains { $0.pinnedAt != nil }
    var columns: [TextTable.Column] = [
      .init("PURCHASE"), .init("AGE", leaving: 6), .init("MODEL", mayShrink: true, cut: .middle),
      .init("KEY", mayShrink: true, leaving: 5), .init("COST", isRightAligned: true),
    ]
    if showsFiles {
      columns += [
        .init("FILES", isRightAligned: true, leaving: 2), .init("SIZE", isRightAligned: true, leaving: 3),
        .init("USED", leaving: 4),
      ]
    }
    if showsPins { columns.append(.init("PINNED")) }
    if showsScopes { columns.append(.init("SCOPE", mayShrink: true, leaving: 1)) }
    if showsVariants { columns.append(.init("VARIANT", mayShrink: true)) }
    columns.append(.init("PROMPT", mayShrink: true))
    var table = TextTable(columns)
    for result in results {
      var cells = [
        result.number.description, DisplayText.duration(now.since(result.finishedAt)), result.model, result.keyName,
        DisplayText.dollars(result.cost),
      ]
      if showsFiles {
        cells += [
          "\(result.fileCount)", DisplayText.bytes(result.bytes),
          result.usedAt.map { DisplayText.duration(now.since($0)) + " ago" },
        ]
      }
      if showsPins { cells.append(result.pinnedAt == nil ? nil : "yes") }
      if showsScopes { cells.append(result.scope) }
      if showsVariants { cells.append(result.variant) }
      cells.append(result.prompt)
      table.append(cells)
    }
    return table.rendered(on: screen)
  }

  /// One result: facts, its files, who asked for it, then the request and the record as indented JSON.
  static func rendered(_ detail: ResultDetail, _ uses: UseReport, on screen: Screen) -> String {
    let generation = detail.generation
    let facts: [(name: String, value: String?)] = [
      ("purchase", generation.number.description), ("state", generation.state.rawValue), ("model", generation.model),
      ("key", generation.keyName), ("charged", generation.captured.map(DisplayText.dollars)),
      ("replayed since", detail.replayedSince.map(DisplayText.moment) ?? "not replayed"), ("content", detail.content),
      ("scope", detail.scope), ("variant", detail.variant), ("pinned", detail.pinnedAt.map(DisplayText.moment)),
      ("files", detail.filesState.explanation), ("note", generation.note),
    ]
    let record = detail.record.map { "\nrecord\n" + indented($0) } ?? ""
    return FactList.rendered(facts, on: screen) + files(detail.files, on: screen) + self.uses(uses, on: screen) + "\nrequest\n"
      + indented(detail.request) + record
  }

  private static func uses(_ uses: UseReport, on screen: Screen) -> String {
    guard uses.total.count > 0 else { return "" }
    var table = TextTable([
      .init("ASKED FOR BY", mayShrink: true), .init("HITS", isRightAligned: true), .init("JOINED", isRightAligned: true),
      .init("SAVED", isRightAligned: true), .init("LAST"),
    ])
    func append(_ name: String, _ sum: UseSum) {
      table.append([
        name, "\(sum.hits)", "\(sum.joined)", DisplayText.dollars(sum.saved), sum.lastAt.map(DisplayText.moment),
      ])
    }
    for row in uses.rows { append(row.name, row.sum) }
    if uses.otherKeys > 0 { append("\(uses.otherKeys) others", uses.others) }
    return "\n" + table.rendered(on: screen)
  }

  private static func files(_ files: [ResultDetail.File], on screen: Screen) -> String {
    guard !files.isEmpty else { return "" }
    var table = TextTable([
      .init("FILE", mayShrink: true), .state("STATE"), .init("SIZE", isRightAligned: true), .init("SHA-256 OR LINK"),
    ])
    for file in files {
      let state = file.state == .stored && !file.isStored ? "removed" : file.state.rawValue
      table.append([file.path, state, file.bytes.map(DisplayText.bytes), file.asset ?? file.url])
    }
    let notes = files.compactMap { file in file.note.map { DisplayText.plain("\(file.path): \($0)") + "\n" } }.joined()
    return "\n" + table.rendered(on: Screen(isColoured: screen.isColoured)) + notes
  }

  /// JSON on several lines, each harmless on a terminal.
  private static func indented(_ json: String) -> String {
    guard let value = try? CanonicalJSON.parse(Array(json.utf8)) else { return DisplayText.plain(json) + "\n" }
    var lines: [String] = []
    append(value, after: "  ", before: "", depth: 1, to: &lines)
    return lines.map { DisplayText.plain($0) + "\n" }.joined()
  }

  private static func append(_ value: JSONValue, after head: String, before tail: String, depth: Int, to lines: inout [String])
  {
    let margin = String(repeating: "  ", count: depth)
    func append(_ parts: [(name: String, value: JSONValue)], _ open: String, _ close: String) {
      lines.append(head + open)
      for (index, part) in parts.enumerated() {
        let comma = index < parts.count - 1 ? "," : ""
        self.append(part.value, after: margin + "  " + part.name, before: comma, depth: depth + 1, to: &lines)
      }
      lines.append(margin + close + tail)
    }
    switch value {
    case .object(let object) where !object.isEmpty:
      append(object.members.map { (CanonicalJSON.text(.string($0.name)) + ": ", $0.value) }, "{", "}")
    case .array(let elements) where !elements.isEmpty:
      append(elements.map { ("", $0) }, "[", "]")
    default:
      lines.append(head + CanonicalJSON.text(value) + tail)
    }
  }
}

extension FilesState {
  /// The state for people; `nil` where there is nothing to say.
  fileprivate var explanation: String? {
    switch self {
    case .none: nil
    case .copying: "being copied"
    case .kept: "kept"
    case .lost: "one was lost; the next identical request buys again"
    case .evicted: "removed to make room; the next identical request buys again"
    case .purged: "purged"
    }
  }
}
