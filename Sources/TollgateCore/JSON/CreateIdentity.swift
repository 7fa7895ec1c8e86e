/// What the cache knows a create by.
package struct CreateIdentity: Sendable, Hashable {
  /// The hash of the normalised bytes, as in ``CreateRequest/content``.
  package let content: Content
  /// The model, as in ``CreateRequest/model``.
  package let model: String
}
