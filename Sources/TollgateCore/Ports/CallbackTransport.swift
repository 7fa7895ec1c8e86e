/// Posts to the clients' own servers. No call throws, no redirect is followed, and every address that is connected to is checked.
package protocol CallbackTransport: Sendable {
  /// Posts once. It ends by its own deadline; what the receiver answers beyond the head is not read.
  func post(_ post: CallbackPost) async -> CallbackOutcome
}

/// One try to deliver a callback.
package struct CallbackPost: Sendable, Equatable {
  package let url: String
  /// The signature's headers, besides `Content-Type: application/json`.
  package let headers: [Header]
  package let body: [UInt8]
  /// For whom it is posted: of what posts have to wait for, each sender has his share.
  package let sender: String

  package init(url: String, sender: String, headers: [Header], body: [UInt8]) {
    self.url = url
    self.sender = sender
    self.headers = headers
    self.body = body
  }

  /// A header field.
  package struct Header: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}

/// How a try ended.
package enum CallbackOutcome: Sendable, Equatable {
  /// The receiver answered with a status from 200 to 299.
  case delivered(status: Int)
  /// It answered with another status, a redirect among them.
  case rejected(status: Int, retryAfter: Duration?)
  /// The address is not allowed; nothing was sent there.
  case refused(reason: String)
  /// Nothing was sent, for want of something on this side: it may be tried again, and says nothing about the receiver.
  case notTried(reason: String)
  /// No answer.
  case failed(reason: String)
}
