/// The rules by which a store changes: what is decided about a create, what an event of a purchase does to state, money and
/// slot, and what a restart settles. They are the same for every store; a store brings the ``BookTransaction``.
package enum Bookkeeping {
  /// How far back a charge counts for the quotes of its class.
  package static let memoryOfCharges: Duration = .seconds(30 * 86_400)
}
