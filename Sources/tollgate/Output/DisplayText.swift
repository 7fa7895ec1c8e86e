import TollgateCore

/// Text as it may be shown on a terminal.
package enum DisplayText {
  /// The text on one line, without characters that change the terminal or the direction of what follows.
  package static func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
      case .format, .surrogate, .privateUse, .unassigned: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The columns that a text takes; East Asian characters and pictures take two.
  package static func width(_ text: String) -> Int {
    text.reduce(0) { $0 + width($1) }
  }

  /// The text, shortened to so many columns with `…` at its end.
  package static func shortened(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var kept = ""
    var room = columns - 1
    for character in text {
      room -= width(character)
      guard room >= 0 else { break }
      kept.append(character)
    }
    return columns > 0 ? kept + "…" : ""
  }

  private static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default:
      return 1
    }
  }
}

extension DisplayText {
  /// A moment in UTC to the second, as `2026-03-30 18:37:25Z`.
  static func moment(_ moment: Timestamp) -> String {
    let text = moment.description
    return text.prefix(10) + " " + text.dropFirst(11).prefix(8) + "Z"
  }

  /// A moment in UTC to the minute, as `2026-03-30 18:37Z`.
  static func minute(_ moment: Timestamp) -> String { self.moment(moment).dropLast(4) + "Z" }

  /// A duration in its two largest units, as `2d 3h`.
  package static func duration(_ duration: Duration) -> String {
    let seconds = max(0, duration.components.seconds)
    let units: [(name: String, count: Int64)] = [
      ("d", seconds / 86_400), ("h", seconds / 3600 % 24), ("m", seconds / 60 % 60), ("s", seconds % 60),
    ]
    let shown = units.drop { $0.count == 0 }.prefix(2).filter { $0.count > 0 }
    return shown.isEmpty ? "0s" : shown.map { "\($0.count)\($0.name)" }.joined(separator: " ")
  }

  /// A number of bytes in its largest unit, as `1.5 MB`.
  package static func bytes(_ count: Int64) -> String {
    guard count >= 1000 else { return "\(count) B" }
    var tenths = count / 100
    for unit in ["kB", "MB", "GB"] {
      if tenths < 10_000 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
      tenths /= 1000
    }
    return "\(tenths / 10).\(tenths % 10) TB"
  }

  /// A number of things, as `1 result` or `2 results`.
  static func count(_ number: Int, _ thing: String) -> String { number == 1 ? "1 \(thing)" : "\(number) \(thing)s" }

  /// An amount of dollars, as `$0.04`.
  static func dollars(_ amount: Money) -> String {
    amount < .zero ? "-$" + amount.description.dropFirst() : "$" + amount.description
  }
}
