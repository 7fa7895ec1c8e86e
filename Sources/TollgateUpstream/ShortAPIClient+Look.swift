package import TollgateCore

/// What one harmless question shows about the upstream.
package struct UpstreamLook: Sendable, Equatable {
  /// What came of it.
  package enum Finding: Sendable, Equatable {
    /// It is there, and takes the key.
    case answers
    /// It is there, and refuses the key with this status.
    case refusesKey(Int)
    /// It is there, and fails with this status.
    case fails(Int)
    /// There was no answer.
    case silent(reason: String)
  }

  package let finding: Finding
  /// What its clock is ahead of ours, to the second that it tells; `nil` where it does not.
  package let clockAhead: Duration?

  package init(finding: Finding, clockAhead: Duration?) {
    self.finding = finding
    self.clockAhead = clockAhead
  }
}

extension ShortAPIClient {
  /// A job that nobody has.
  private static let nobodysJob = String(repeating: "0", count: 24)

  /// Asks about a job that nobody has: whatever the answer, nothing is bought by it.
  package func look(credential: Secret) async -> UpstreamLook {
    let token: BearerToken
    do {
      token = try BearerToken(credential)
    } catch {
      return UpstreamLook(finding: .silent(reason: "\(error)"), clockAhead: nil)
    }
    let asked = clock.uptime()
    let answer = await queries.run(
      .query(Self.nobodysJob, token: token, configuration: configuration), answerLimit: configuration.queryAnswerLimit)
    switch answer {
    case .failure(let failure):
      return UpstreamLook(finding: .silent(reason: failure.reason), clockAhead: nil)
    case .success(let answer):
      // It was told somewhere between the question and now, and has no fractions.
      let middle = clock.now() - (clock.uptime() - asked) / 2
      let told = answer.date.flatMap(RetryAfter.httpDate).map { $0 + .milliseconds(500) }
      return UpstreamLook(finding: Self.finding(of: answer.status), clockAhead: told.map { $0.since(middle) })
    }
  }

  private static func finding(of status: Int) -> UpstreamLook.Finding {
    switch status {
    case 401, 403: .refusesKey(status)
    case 500...: .fails(status)
    default: .answers
    }
  }
}
