/// What is to become different about a key, as a merge patch (RFC 7396) of its ``KeySummary``.
package struct KeyChange: Sendable, Codable, Equatable {
  package var limits: LimitChange

  package init(limits: LimitChange) { self.limits = limits }

  /// Reads the patch.
  ///
  /// - Throws: ``AdministrationError`` where it names what cannot be changed.
  package init(from decoder: any Decoder) throws {
    let patch = try MergePatch(decoder, members: ["limits"], of: "a key")
    limits = try patch.section("limits") { try LimitChange(from: $0) } ?? LimitChange()
  }
}
