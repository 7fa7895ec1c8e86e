/// A table for people: aligned columns, one line per row. On a terminal no line is wider than that, as long as what may be
/// neither shortened nor left out has room.
package struct TextTable {
  /// A column of a table.
  package struct Column {
    /// What stands above its cells.
    package let title: String
    /// Whether its cells stand at its right edge, as numbers do.
    package var isRightAligned = false
    /// Whether its cells may be shortened when the terminal is narrow.
    package var mayShrink = false
    /// Where they are cut then.
    package var cut = DisplayText.Cut.end
    /// Its place among the columns that are left out when the terminal is too narrow even for shortened cells, from 1; `nil` where
    /// it stays.
    package var leaving: Int?
    /// How a cell looks, by what it says.
    var tone: @Sendable (String) -> Tone = { _ in .plain }

    /// A column with this title.
    package init(
      _ title: String, isRightAligned: Bool = false, mayShrink: Bool = false, cut: DisplayText.Cut = .end, leaving: Int? = nil
    ) {
      self.title = title
      self.isRightAligned = isRightAligned
      self.mayShrink = mayShrink
      self.cut = cut
      self.leaving = leaving
    }

    /// A column of states, outcomes or verdicts.
    static func state(_ title: String) -> Column {
      var column = Column(title)
      column.tone = Tone.of(word:)
      return column
    }

    /// A column of how much is used of something.
    static func share(_ title: String, leaving: Int? = nil) -> Column {
      var column = Column(title, isRightAligned: true, leaving: leaving)
      column.tone = Tone.of(share:)
      return column
    }
  }

  /// What a column that may shrink keeps at least.
  private static let narrowestColumn = 8
  /// What it keeps as long as another can be left out instead.
  private static let readableColumn = 12
  private static let gap = "  "

  private let columns: [Column]
  private var rows: [[String]] = []

  /// A table without rows.
  package init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; a missing or empty cell is shown as `-`.
  package mutating func append(_ cells: [String?]) {
    rows.append(
      columns.indices.map { index in
        let cell = DisplayText.plain((index < cells.count ? cells[index] : nil) ?? "")
        return cell.isEmpty ? "-" : cell
      })
  }

  /// The table with its titles, each line with its newline.
  func rendered(on screen: Screen) -> String {
    let natural = columns.indices.map { index in
      rows.reduce(DisplayText.width(columns[index].title)) { max($0, DisplayText.width($1[index])) }
    }
    let shown = room(for: natural, in: screen.width)
    let widths = fitted(natural, shown, into: screen.width)
    let titles = line(columns.map(\.title), shown, widths) { _, text in screen.painted(text, .title) }
    let lines = rows.map { row in
      line(row, shown, widths) { index, text in screen.painted(text, columns[index].tone(row[index])) }
    }
    return titles + lines.joined() + remark(on: shown, screen)
  }

  private func line(
    _ cells: [String], _ shown: [Int], _ widths: [Int], painted: (_ index: Int, _ text: String) -> String
  ) -> String {
    var line = ""
    var waiting = ""
    for index in shown {
      let text = DisplayText.shortened(cells[index], to: widths[index], at: columns[index].cut)
      let padding = String(repeating: " ", count: max(0, widths[index] - DisplayText.width(text)))
      if columns[index].isRightAligned { waiting += padding }
      line += waiting + painted(index, text)
      // Spaces at the end of a line are never written.
      waiting = (columns[index].isRightAligned ? "" : padding) + Self.gap
    }
    return line + "\n"
  }

  private func remark(on shown: [Int], _ screen: Screen) -> String {
    guard shown.count < columns.count, let width = screen.width else { return "" }
    let titles = columns.indices.filter { !shown.contains($0) }.map { columns[$0].title }
    return screen.painted(
      DisplayText.shortened("(no room here for: \(titles.joined(separator: ", ")))", to: width), .faint) + "\n"
  }

  /// The columns that there is room for when all that may shrink are as narrow as can be read.
  private func room(for natural: [Int], in width: Int?) -> [Int] {
    var shown = Array(columns.indices)
    guard let width else { return shown }
    func least() -> Int {
      shown.reduce(Self.gap.count * (shown.count - 1)) {
        $0 + (columns[$1].mayShrink ? min(natural[$1], Self.readableColumn) : natural[$1])
      }
    }
    let leaving = shown.filter { columns[$0].leaving != nil }.sorted { columns[$0].leaving ?? 0 < columns[$1].leaving ?? 0 }
    for index in leaving where least() > width { shown.removeAll { $0 == index } }
    return shown
  }

  /// Takes columns away from the widest that may shrink, one at a time, until the line fits or nothing may shrink any more.
  private func fitted(_ natural: [Int], _ shown: [Int], into width: Int?) -> [Int] {
    guard let width else { return natural }
    var widths = natural
    var excess = shown.reduce(Self.gap.count * max(0, shown.count - 1) - width) { $0 + natural[$1] }
    while excess > 0 {
      let candidates = shown.filter { columns[$0].mayShrink && widths[$0] > Self.narrowestColumn }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}
