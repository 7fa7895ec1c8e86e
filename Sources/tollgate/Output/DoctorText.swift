/// What the doctor found, for people.
enum DoctorText {
  /// A line for each, and what to do below those where something is to be done.
  static func rendered(_ findings: [DoctorFinding], on screen: Screen) -> String {
    let column = (findings.map(\.subject.count).max() ?? 0) + 2
    let indent = 11 + column
    let room = screen.width.map { max(20, $0 - indent) }
    return findings.map { finding in
      let word = finding.verdict.rawValue
      let mark = screen.painted(word, tone(of: finding.verdict)) + String(repeating: " ", count: 11 - word.count)
      let subject = finding.subject + String(repeating: " ", count: column - finding.subject.count)
      let text = finding.finding.split(separator: "\n").map(String.init) + (finding.remedy.map { ["→ " + $0] } ?? [])
      let lines = text.flatMap { DisplayText.folded(DisplayText.plain($0), to: room) }
      return mark + subject + lines.joined(separator: "\n" + String(repeating: " ", count: indent)) + "\n"
    }.joined()
  }

  /// The sentence below.
  static func verdict(_ findings: [DoctorFinding]) -> String {
    let (problems, others) = (findings.count { $0.verdict == .problem }, findings.count { $0.verdict == .attention })
    if problems > 0 { return "\(problems) of \(findings.count) do not work." }
    return others > 0
      ? "All works; \(others) of \(findings.count) want a look." : "All \(findings.count) are as they should be."
  }

  private static func tone(of verdict: DoctorFinding.Verdict) -> Tone {
    switch verdict {
    case .ok: .good
    case .attention: .attention
    case .problem: .bad
    }
  }
}
