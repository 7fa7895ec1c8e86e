/// One thing that was looked at.
struct DoctorFinding: Sendable, Encodable, Equatable {
  /// How it is.
  enum Verdict: String, Sendable, Encodable, CaseIterable {
    case ok
    /// It works, and somebody should look.
    case attention
    /// Something does not work, or will not.
    case problem
  }

  let verdict: Verdict
  /// What was looked at, in a word or two.
  let subject: String
  /// How it is, in a sentence.
  let finding: String
  /// What to do; `nil` where nothing has to be done.
  let remedy: String?

  static func ok(_ subject: String, _ finding: String) -> DoctorFinding {
    DoctorFinding(verdict: .ok, subject: subject, finding: finding, remedy: nil)
  }

  static func attention(_ subject: String, _ finding: String, _ remedy: String) -> DoctorFinding {
    DoctorFinding(verdict: .attention, subject: subject, finding: finding, remedy: remedy)
  }

  static func problem(_ subject: String, _ finding: String, _ remedy: String) -> DoctorFinding {
    DoctorFinding(verdict: .problem, subject: subject, finding: finding, remedy: remedy)
  }
}
