import TollgateCore

/// A request that has ended, as one line.
enum LiveLine {
  /// The line: time, outcome, money, purchase, key and model. A terminal gets no more of it than fits.
  static func text(of event: RequestEvent, on screen: Screen) -> String {
    let money =
      switch event.outcome {
      case .hit, .joined: "saved \(DisplayText.dollars(event.saved))"
      case .miss: "paid \(DisplayText.dollars(event.charged))"
      case .refused: ""
      }
    let columns: [(text: String, width: Int)] = [
      (DisplayText.moment(event.at), 20), (event.outcome.rawValue, 7), (money, 14),
      (event.generation.map { "\($0)" } ?? "", 6), (DisplayText.plain(event.keyName ?? "local"), 12),
      (DisplayText.plain(event.model), 0),
    ]
    var left = screen.width ?? .max
    let pieces = columns.map { column in
      let padded = column.text + String(repeating: " ", count: max(0, column.width - DisplayText.width(column.text)) + 2)
      let piece = DisplayText.shortened(padded, to: max(0, left))
      left -= DisplayText.width(piece)
      return piece
    }
    let line = pieces.joined()
    let end = line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex
    return painted(String(line[..<end]), event.outcome.rawValue, on: screen)
  }

  /// The outcome stands behind the time, which takes 22 columns of one byte each.
  private static func painted(_ line: String, _ outcome: String, on screen: Screen) -> String {
    let time = line.prefix(22)
    guard line.dropFirst(22).hasPrefix(outcome) else { return line }
    return String(time) + screen.painted(outcome, Tone.of(word: outcome)) + String(line.dropFirst(22 + outcome.count))
  }
}
