/// A table for people: aligned columns, one line per row, never wider than the terminal.
package struct TextTable {
  /// A column of a table.
  package struct Column {
    /// What stands above its cells.
    package let title: String
    /// Whether its cells stand at its right edge, as numbers do.
    package var isRightAligned = false
    /// Whether its cells may be shortened when the terminal is narrow.
    package var mayShrink = false

    /// A column with this title.
    package init(_ title: String, isRightAligned: Bool = false, mayShrink: Bool = false) {
      self.title = title
      self.isRightAligned = isRightAligned
      self.mayShrink = mayShrink
    }
  }

  /// What a column that may shrink keeps at least.
  private static let narrowestColumn = 8
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

  /// The table with its titles, each line with its newline. `width` is the columns of the terminal; `nil` shortens nothing.
  package func rendered(width: Int?) -> String {
    let lines = [columns.map(\.title)] + rows
    let widths = fitted(columns.indices.map { index in lines.map { DisplayText.width($0[index]) }.max() ?? 0 }, into: width)
    return lines.map { line in
      let cells = zip(zip(line, widths), columns).map { cell, column in
        let text = DisplayText.shortened(cell.0, to: cell.1)
        let padding = String(repeating: " ", count: cell.1 - DisplayText.width(text))
        return column.isRightAligned ? padding + text : text + padding
      }
      let text = cells.joined(separator: Self.gap)
      return String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  /// Takes columns away from the widest that may shrink, one at a time, until the line fits or nothing may shrink any more.
  private func fitted(_ natural: [Int], into width: Int?) -> [Int] {
    guard let width else { return natural }
    var widths = natural
    var excess = natural.reduce(0, +) + Self.gap.count * max(0, columns.count - 1) - width
    while excess > 0 {
      let candidates = columns.indices.filter { columns[$0].mayShrink && widths[$0] > Self.narrowestColumn }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}
