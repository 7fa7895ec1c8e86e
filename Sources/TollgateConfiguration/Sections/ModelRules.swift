import TollgateCore

extension GatewayConfiguration {
  /// Reads what the file says about models, on top of the built-in catalogue.
  ///
  /// - `models.<model>.price` (optional): an amount of dollars, or `refuse`; under `*` the most that a model without a known
  ///   price may cost.
  /// - `models.<model>.ttl` (default: the cache's): how long its results are replayed.
  /// - `models.<model>.defaults` (optional): arguments that are filled in where a create leaves them out.
  mutating func readModelRules(_ root: MappingReader) {
    modelRules = root.entries("models") { model, reader in
      let pattern = ScalarFormat<ModelPattern>.modelPattern
      if pattern.parse(model) == nil {
        reader.session.report("models has \(quote(model)), but must name \(pattern.expectation).", at: reader.location)
      }
      return ModelRule(
        model: model,
        price: reader.optional("price", model == "*" ? .priceOfUnknown : .price),
        ttl: reader.optional("ttl", .timeToLive),
        defaults: reader.json("defaults"))
    }
  }
}
