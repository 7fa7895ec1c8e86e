/// Why an administrative request was not carried out, in one sentence that says what to do.
package struct AdministrationError: Error, Sendable, Codable, Equatable, CustomStringConvertible {
  /// What kind of refusal it is.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// There is no such key, generation or path.
    case notFound
    /// The thing is not in a state that allows it, or the name is taken.
    case conflict
    /// The thing was changed since it was read.
    case changed
    /// The request itself is wrong.
    case invalid
    /// Whoever asks may not.
    case refused
    /// The store or the gateway cannot do it now.
    case unavailable
  }

  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ sentence: String) {
    self.kind = kind
    description = sentence
  }
}
