import NIOConcurrencyHelpers
package import TollgateCore

/// What is learnt about one request on its way, for its line in the log. Nobody decides anything by it.
package final class RequestReport: Sendable {
  /// What is known so far.
  package struct Content: Sendable {
    /// Which of the gateway's paths it was for.
    package var route: String?
    package var keyName: String?
    /// How the create ended; `nil` for what is none.
    package var ending: CreateEnding?
    /// What it bought, or tried to.
    package var bought: GenerationNumber?
    /// How long the decision took, until it was durable.
    package var decided: Duration?
    /// How long the purchase waited for its turn to be sent.
    package var queued: Duration?
    /// How long the upstream took to answer, all tries together.
    package var sent: Duration?
    /// What the create asks for, in words.
    package var prompt: String?
  }

  /// Whether the words that a create asks for are wanted too.
  package let wantsPrompt: Bool
  private let state = NIOLockedValueBox(Content())

  package init(wantsPrompt: Bool = false) { self.wantsPrompt = wantsPrompt }

  package var content: Content { state.withLockedValue { $0 } }

  /// Adds something.
  package func note(_ change: (inout Content) -> Void) { state.withLockedValue { change(&$0) } }
}
