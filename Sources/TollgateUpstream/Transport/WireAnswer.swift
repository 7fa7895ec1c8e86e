/// An HTTP answer that arrived whole: what the classifiers judge.
struct WireAnswer: Sendable, Equatable {
  /// The HTTP status.
  let status: Int
  /// The `Retry-After` header as it was written.
  let retryAfter: String?
  /// The `Date` header as it was written.
  var date: String?
  /// The body, not larger than the cap of its call.
  let body: [UInt8]

  /// Whether the status is one of success.
  var isSuccess: Bool { (200..<300).contains(status) }
}

/// The answer was larger than its cap and was not read to its end.
struct AnswerTooLarge: Error, Equatable {
  /// The cap, in bytes.
  let limit: Int
}
