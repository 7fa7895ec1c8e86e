/// How a key changes its secret.
package struct KeyRotation: Sendable, Equatable {
  /// The most that an overlap may be.
  package static let longestOverlap: Duration = .seconds(30 * 86_400)

  /// How long the old secret is accepted beside the new one, in whole seconds; zero for not at all.
  package var overlap: Duration

  package init(overlap: Duration = .seconds(86_400)) { self.overlap = overlap }

  /// Checks that the overlap is one that can be.
  package func check() throws(AdministrationError) {
    guard (.zero...Self.longestOverlap).contains(overlap), overlap.components.attoseconds == 0 else {
      throw AdministrationError(
        .invalid,
        "The old secret stays valid for 0 to 30 days, in whole seconds; choose an overlap within that, such as 86400 (24h).")
    }
  }
}

extension KeyRotation: Codable {
  /// Reads `{"overlap": 3600}`, in seconds; without a member the overlap is a day.
  ///
  /// - Throws: ``AdministrationError`` where it has another member.
  package init(from decoder: any Decoder) throws {
    self.init()
    let members = try MergePatch(decoder, members: ["overlap"], of: "a rotation")
    let seconds: LimitChange.Step<Int64> = try members.step("overlap")
    if case .set(let seconds?) = seconds { overlap = .seconds(seconds) }
  }

  /// Writes what it reads.
  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: MergePatch.Member.self)
    try members.encode(overlap.components.seconds, forKey: .init("overlap"))
  }
}
