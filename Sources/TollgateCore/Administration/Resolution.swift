/// How a person settles an unknown outcome.
package enum Resolution: Sendable, Codable, Equatable {
  /// The upstream charged. With its job id the paid result is fetched.
  case charged(upstreamID: String?)
  /// The upstream did not charge: the hold is given back.
  case notCharged
  /// Buy again; the unknown keeps its hold.
  case resend
}
