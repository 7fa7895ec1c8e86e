/// What is done with a store of an older version before it is open.
package struct SchemaChange: Sendable, Equatable {
  /// The version of its schema.
  package let from: Int
  /// The version that it gets.
  package let to: Int
}
