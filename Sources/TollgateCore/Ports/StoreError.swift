/// Why the store did not do what it was asked.
package enum StoreError: Error, Sendable, Equatable {
  /// Provably nothing was written (disk full, busy, closed, queue full): the caller may refuse, or try again.
  case notDurable(String)
  /// The commit failed, and may have become durable all the same. Nothing may be concluded from it; the process has to stop and
  /// read the store anew.
  case durabilityUnknown(String)
  /// What was to be read is damaged: reading it again will not help. The sentence says what, and what to do.
  case damaged(String)
  /// The generation's state does not allow the event; nothing changed.
  case invalidTransition(InvalidTransition)
  /// There is no such generation.
  case noSuchGeneration(GenerationNumber)
  /// A name or a secret is taken; the sentence says which.
  case conflict(String)
  /// It is not as it was read any more; nothing changed. The text says what.
  case changed(String)
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notDurable(let reason): "nothing was written: \(reason)"
    case .durabilityUnknown(let reason): "the outcome of the commit is unknown: \(reason)"
    case .damaged(let sentence): sentence
    case .invalidTransition(let transition): transition.description
    case .noSuchGeneration(let number): "there is no purchase \(number)"
    case .conflict(let sentence): sentence
    case .changed(let thing): "\(thing) was changed since it was read"
    }
  }
}
