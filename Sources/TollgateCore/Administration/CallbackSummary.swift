/// A callback as it is shown.
package struct CallbackSummary: Sendable, Codable, Equatable {
  package let id: CallbackID
  package let generation: GenerationNumber
  /// The name of the key that asked for it; open-mode callers have none.
  package let keyName: String?
  package let url: String
  package let state: CallbackState
  /// How often it was posted.
  package let attempts: Int
  /// The receiver's last answer.
  package let lastStatus: Int?
  /// Why the last try failed.
  package let lastReason: String?
  package let createdAt: Timestamp
  /// When it is to be posted next.
  package let dueAt: Timestamp?
  /// When it was delivered or given up.
  package let endedAt: Timestamp?

  package init(_ callback: Callback, keyName: String?) {
    id = callback.id
    generation = callback.generation
    self.keyName = keyName
    url = callback.url
    state = callback.state
    attempts = callback.attempts
    lastStatus = callback.lastStatus
    lastReason = callback.lastReason
    createdAt = callback.createdAt
    dueAt = callback.dueAt
    endedAt = callback.endedAt
  }
}

/// How many callbacks are posted again.
package struct CallbackRetry: Sendable, Codable, Equatable {
  package let count: Int

  package init(count: Int) { self.count = count }
}

/// What a receiver checks callbacks with.
package struct CallbackSecret: Sendable, Codable, Equatable {
  /// `whsec_` and Base64, as the Standard Webhooks write it.
  package let secret: String

  package init(secret: String) { self.secret = secret }
}
