import TollgateCore

/// Text as it may be shown on a terminal.
package enum DisplayText {
  /// So many marks may stand on a letter. More of them are no letter of any script; a heap covers the lines around.
  private static let marksOnALetter = 4

  /// The text on one line, without characters that change the terminal, the direction of what follows, or the lines around.
  ///
  /// What cannot be seen is shown as U+FFFD. What only joins pictures or chooses between their two looks is left out: terminals
  /// do not agree on the columns that it takes.
  package static func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var marks = 0
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      marks = category.isMark ? marks + 1 : 0
      switch category {
      case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
      case .format where scalar == joiner && isPicture(result.last): continue
      case .format, .surrogate, .privateUse, .unassigned: result.append("\u{FFFD}")
      case _ where scalar.properties.isVariationSelector || marks > marksOnALetter: continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func isPicture(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar, !scalar.isASCII else { return false }
    return scalar.properties.isEmoji
  }

  private static let joiner: Unicode.Scalar = "\u{200D}"

  /// The columns that a text takes: East Asian characters and pictures take two, marks on letters none.
  package static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// Where a text that is too long is cut.
  package enum Cut: Sendable {
    case end
    /// For what says most at its beginning and its end, as the names of models and addresses do.
    case middle
  }

  /// The text, shortened to so many columns with `…` where something is missing.
  package static func shortened(_ text: String, to columns: Int, at cut: Cut = .end) -> String {
    guard width(text) > columns else { return text }
    guard columns > 0 else { return "" }
    let tail = cut == .middle ? (columns - 1) / 2 : 0
    return kept(text, columns - 1 - tail) + "…" + String(kept(text.reversed(), tail).reversed())
  }

  /// So many of the first characters as there is room for.
  private static func kept(_ characters: some Sequence<Character>, _ columns: Int) -> String {
    var kept = ""
    var room = columns
    for character in characters {
      room -= width(String(character))
      guard room >= 0 else { break }
      kept.append(character)
    }
    return kept
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    guard scalar.value >= 0x300 else { return 1 }
    if scalar.properties.generalCategory.isMark { return 0 }
    switch scalar.value {
    // The later parts of a Korean syllable stand in the same square as its first.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
      return 2
    // Two of them are one flag, of two columns.
    case 0x1F1E6...0x1F1FF: return 1
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}

extension Unicode.GeneralCategory {
  /// Whether it stands on the character before it and takes no room of its own.
  fileprivate var isMark: Bool { self == .nonspacingMark || self == .enclosingMark }
}

extension DisplayText {
  /// The text in lines of at most so many columns, broken at spaces; a longer word stays whole.
  static func folded(_ text: String, to columns: Int?) -> [String] {
    guard let columns, width(text) > columns else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if width(line) + 1 + width(String(word)) <= columns {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

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
