/// What the price of a create depends on: creates of one class cost the same.
package struct PriceClass: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

extension Catalogue {
  /// The class of a create.
  package func priceClass(model: String, args: JSONObject) -> PriceClass { PriceClass(model) }
}
