/// What a create's `callback_url` asks for. Whatever programs send there, it never breaks a create.
package enum CallbackWish: Sendable, Equatable {
  /// Nothing: it is absent, null or an empty text. Nobody is told anything about it.
  case none
  /// A callback to this URL.
  case deliver(OutboundURL)
  /// Something that cannot be done, such as a text that is no URL; the sentence is for a `Tollgate-Notice`, in printable ASCII.
  case ignored(notice: String)

  /// Judges the member by itself; the addresses behind a name are judged when the callback is delivered.
  ///
  /// - Parameters:
  ///   - member: the create's `callback_url`; `nil` where it has none.
  ///   - policy: where callbacks may go.
  package init(_ member: JSONValue?, policy: AddressPolicy) {
    guard let member, !member.isNull else {
      self = .none
      return
    }
    guard let text = member.string else {
      self = Self.ignored(because: "it is not a text")
      return
    }
    if text.isEmpty {
      self = .none
    } else if Self.isPlaceholder(text) {
      self = Self.ignored(because: "it is a placeholder and not a URL")
    } else {
      do throws(OutboundRefusal) {
        let url = try OutboundURL(text)
        if let refusal = policy.refusal(of: url) { throw refusal }
        self = .deliver(url)
      } catch {
        self = Self.ignored(because: error.description)
      }
    }
  }

  /// The vendor's samples say `CALLBACK_URL` and `$CALLBACK_URL` where a URL goes, and people send them as they are.
  private static func isPlaceholder(_ text: String) -> Bool {
    text.utf8.contains { $0.isASCIILetterOrDigit }
      && text.utf8.allSatisfy { $0.isASCIILetterOrDigit || "$_{}<>-".utf8.contains($0) }
  }

  private static func ignored(because reason: String) -> CallbackWish {
    .ignored(notice: "callback_url is ignored: \(reason); poll job/query instead")
  }
}
