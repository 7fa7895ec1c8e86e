import TollgateCore

extension GatewayConfiguration {
  /// Reads what the file says about models, on top of the built-in catalogue.
  ///
  /// - `models.<model>.price` (optional): an amount of dollars, or `refuse`; under `*` the most that a model without a known
  ///   price may cost.
  /// - `models.<model>.ttl` (default: the cache's): how long its results are replayed.
  /// - `models.<model>.defaults` (optional): arguments that are filled in where a create leaves them out.
  /// - `models.<model>.ignore` (optional): arguments that do not count and are not sent, e.g. `trace_id`; none that a price
  ///   depends on.
  /// - `models.<model>.media` (optional): arguments whose `data:` URLs and base64 are brought to one spelling, e.g. `image_url`.
  mutating func readModelRules(_ root: MappingReader) {
    modelRules = root.entries("models") { model, reader in
      let pattern = ScalarFormat<ModelPattern>.modelPattern
      if pattern.parse(model) == nil {
        reader.session.report("models has \(quote(model)), but must name \(pattern.expectation).", at: reader.location)
      }
      let rule = ModelRule(
        model: model,
        price: reader.optional("price", model == "*" ? .priceOfUnknown : .price),
        ttl: reader.optional("ttl", .timeToLive),
        defaults: reader.json("defaults"),
        ignore: reader.values("ignore", .argumentPath) ?? [],
        media: reader.values("media", .argumentPath) ?? [])
      checkIgnored(rule, reader)
      return rule
    }
  }

  /// Reports what is ignored although something depends on it.
  private func checkIgnored(_ rule: ModelRule, _ reader: MappingReader) {
    for path in rule.ignore {
      let place = reader.location(of: "ignore")
      if let pattern = ModelPattern(rule.model), let model = Catalogue.builtIn.model(of: pattern, pricedBy: path) {
        reader.session.report(
          "\(reader.display("ignore")) has \(quote(path.description)), which the price of \(model) depends on; take it out.",
          at: place)
      }
      if rule.defaults.members.contains(where: { $0.name.text == path.description }) {
        reader.session.report(
          "\(reader.display("ignore")) has \(quote(path.description)), which has a default too; take it out of one of them.",
          at: place)
      }
    }
  }
}
