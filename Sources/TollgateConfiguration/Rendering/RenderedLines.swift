/// Lines of YAML with remarks, whose remarks are set below each other.
struct RenderedLines {
  private var lines: [(text: String, remark: String?)] = []

  /// Longer lines do not push the remarks of all others to the right.
  private static let widestColumn = 56

  mutating func append(_ text: String, _ location: SourceLocation? = nil) {
    lines.append((text, location?.description))
  }

  /// Settings of one section follow each other; the names of their sections come before them.
  mutating func append(_ settings: [EffectiveSetting]) {
    var open: ArraySlice<String> = []
    for setting in settings {
      let sections = setting.path.dropLast()
      let shared = zip(open, sections).prefix { $0 == $1 }.count
      for (depth, section) in sections.enumerated().dropFirst(shared) { append(indented("\(section):", depth)) }
      open = sections
      let line = indented("\(setting.path.last ?? ""): \(setting.value)", sections.count)
      lines.append((line, setting.remark))
    }
  }

  func text(showingOrigins: Bool) -> String {
    let width = lines.lazy.filter { $0.remark != nil }.map(\.text.count).filter { $0 <= Self.widestColumn }.max() ?? 0
    return lines.map { line in
      guard showingOrigins, let remark = line.remark else { return line.text + "\n" }
      let padding = String(repeating: " ", count: max(0, width - line.text.count))
      return "\(line.text)\(padding)  # \(remark)\n"
    }.joined()
  }

  private func indented(_ text: String, _ depth: Int) -> String { String(repeating: "  ", count: depth) + text }
}
