/// What gateway.yaml says about a model or a group of models, on top of the built-in catalogue.
package struct ModelRule: Sendable, Equatable {
  /// A model's id, or a glob such as `acme/*` or `*`; see ``ModelPattern``.
  package var model: String
  /// The price; `nil` leaves it to less specific rules and the catalogue.
  package var price: PriceRule?
  /// How long results are replayed; `nil` leaves it to less specific rules.
  package var ttl: CacheTTL?
  /// Arguments that are filled in where a create leaves them out.
  package var defaults: JSONObject
  /// Arguments that are not sent, besides those of other rules.
  package var ignore: [ArgumentPath]
  /// Arguments that may hold a `data:` URL or base64, which then have one spelling, besides those of other rules.
  package var media: [ArgumentPath]

  /// A rule; what is left out is left to others.
  package init(
    model: String, price: PriceRule? = nil, ttl: CacheTTL? = nil, defaults: JSONObject = JSONObject(),
    ignore: [ArgumentPath] = [], media: [ArgumentPath] = []
  ) {
    self.model = model
    self.price = price
    self.ttl = ttl
    self.defaults = defaults
    self.ignore = ignore
    self.media = media
  }
}

/// How a configured price counts.
package enum PriceRule: Sendable, Equatable {
  /// The price of one create, whatever its arguments. It replaces the catalogue's; under `*` it counts as a `cap`.
  case fixed(Money)
  /// The price counts as unknown, so that nothing is bought. Under `*` only what has no price otherwise is refused.
  case refuse
  /// The price where none is known otherwise.
  case cap(Money)
}

/// How long a result is replayed.
package enum CacheTTL: Sendable, Equatable {
  /// Until it is purged or evicted.
  case forever
  /// For so long after it was finished.
  case limited(Duration)
}
