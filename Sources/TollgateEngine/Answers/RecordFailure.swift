import TollgateCore

/// Why a job's record cannot be shown.
enum RecordFailure: Error {
  /// The store does not answer; it may in a moment.
  case silent(StoreError)
  /// What the store kept cannot be read, now or later; the sentence says what.
  case damaged(String)

  init(_ error: StoreError) {
    self = if case .damaged(let sentence) = error { .damaged(sentence) } else { .silent(error) }
  }
}

extension GatewayError {
  /// What a client is told about it.
  init(_ failure: RecordFailure) {
    switch failure {
    case .silent: self = .unavailable("The gateway's store cannot be read now. Ask again in a moment.")
    case .damaged: self = .unavailable("The gateway's store is damaged; whoever runs it should run tollgate verify.")
    }
  }
}
