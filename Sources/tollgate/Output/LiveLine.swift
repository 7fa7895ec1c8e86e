package import TollgateCore

/// A request that has ended, as one line.
package enum LiveLine {
  /// The line: time, outcome, money, purchase, key and model.
  package static func text(of event: RequestEvent) -> String {
    let money =
      switch event.outcome {
      case .hit, .joined: "saved $\(event.saved)"
      case .miss: "paid $\(event.charged)"
      case .refused: ""
      }
    let columns: [(text: String, width: Int)] = [
      (DisplayText.moment(event.at), 20), (event.outcome.rawValue, 7), (money, 14),
      (event.generation.map { "\($0)" } ?? "", 6), (DisplayText.plain(event.keyName ?? "local"), 12),
      (DisplayText.plain(event.model), 0),
    ]
    let line = columns.map { $0.text + String(repeating: " ", count: max(0, $0.width - DisplayText.width($0.text))) }
    return line.joined(separator: "  ").trimmingTrailingSpaces
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
