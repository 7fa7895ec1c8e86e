/// What is known about models: the vendor's pages, and what gateway.yaml says on top of them.
package struct Catalogue: Sendable {
  /// The models of the vendor's pages, in the order of the catalogue file.
  package let models: [CatalogueModel]
  private let indexByID: [JSONString: Int]
  /// The configured rules, the most specific first: ids, then globs by their length, then `*`.
  private(set) var rules: [RankedRule] = []
  /// How creates of each model are normalised.
  private(set) var createPlans = CreatePlans()

  init(models: [CatalogueModel]) {
    self.models = models
    indexByID = Dictionary(zip(models.map { JSONString($0.id) }, models.indices)) { first, _ in first }
    createPlans = CreatePlans(self)
  }

  /// The vendor's pages as embedded in this program.
  ///
  /// The embedded file is a part of the program: a test reads it, and a program that was built with a bad one cannot start.
  package static let builtIn: Catalogue = {
    guard let file = Assets.all.first(where: { $0.name.description == "catalogue.json" }) else {
      preconditionFailure("catalogue.json is not embedded")
    }
    do throws(CatalogueReader.Failure) {
      return Catalogue(models: try CatalogueReader.models(Array(file.content.description.utf8)))
    } catch {
      preconditionFailure("catalogue.json: \(error)")
    }
  }()

  /// This catalogue under configured rules, which replace those given before. A rule whose ``ModelRule/model`` is no
  /// ``ModelPattern`` applies to nothing.
  package func overriding(_ rules: [ModelRule]) -> Catalogue {
    var catalogue = self
    let ranked = rules.compactMap { RankedRule($0) }.enumerated().sorted { left, right in
      if left.element.isExact != right.element.isExact { return left.element.isExact }
      if left.element.length != right.element.length { return left.element.length > right.element.length }
      return left.offset < right.offset
    }
    catalogue.rules = ranked.map(\.element)
    catalogue.createPlans = CreatePlans(catalogue)
    return catalogue
  }

  /// The vendor's page of a model; `nil` where it is not among those read.
  package func model(_ id: String) -> CatalogueModel? { indexByID[JSONString(id)].map { models[$0] } }

  /// Whether a model is named on the vendor's pages or by a configured rule of its own.
  package func names(_ model: String) -> Bool {
    self.model(model) != nil || rules.contains { $0.isExact && $0.applies(to: model) }
  }

  /// How long the model's results are replayed, where gateway.yaml says so for this model.
  package func timeToLive(model: String) -> CacheTTL? { first(model) { $0.ttl } }

  /// The arguments to fill in where a create of the model leaves them out: the page's, under the configured ones, but none that
  /// is ignored.
  package func defaults(model: String) -> JSONObject {
    var defaults = self.model(model)?.defaults ?? JSONObject()
    for ranked in rules.reversed() where !ranked.rule.defaults.isEmpty && ranked.applies(to: model) {
      for member in ranked.rule.defaults.members { defaults[member.name] = member.value }
    }
    for path in ignored(model: model) {
      if let name = path.plainName { defaults[name] = nil }
    }
    return defaults
  }

  /// What a create is expected to cost. A configured price comes before the vendor's page; see ``PriceRule``.
  package func quote(model: String, args: JSONObject) -> Quote {
    switch first(model, where: { !$0.isForAll }, { $0.price }) {
    case .fixed(let price): return .price(price)
    case .refuse: return .unknown(reason: "gateway.yaml refuses to buy \(JSONString(model).forSentence)")
    case .cap(let cap): return listedQuote(model, args).orCapped(at: cap)
    case nil: break
    }
    let quote = listedQuote(model, args)
    switch first(model, { $0.price }) {
    case .fixed(let cap), .cap(let cap): return quote.orCapped(at: cap)
    case .refuse, nil: return quote
    }
  }

  private func listedQuote(_ id: String, _ args: JSONObject) -> Quote {
    guard let model = model(id) else {
      return .unknown(reason: "the catalogue does not know the model \(JSONString(id).forSentence)")
    }
    return model.quote(args: priced(args, of: model))
  }

  /// The arguments that count for a model's price: with the defaults where they leave something out. Where the vendor charges
  /// the input's length, a create's own `duration` says nothing about it; a configured one is what the operator answers for.
  func priced(_ args: JSONObject, of model: CatalogueModel) -> JSONObject {
    var args = filled(args, model: model.id)
    if model.isChargedByItsInput { args["duration"] = defaults(model: model.id)["duration"] }
    return args
  }

  /// The arguments with the model's defaults where they leave something out.
  func filled(_ args: JSONObject, model: String) -> JSONObject {
    var args = args
    for member in defaults(model: model).members where args[member.name] == nil { args[member.name] = member.value }
    return args
  }

  private func first<Value>(
    _ model: String, where isMeant: (RankedRule) -> Bool = { _ in true }, _ value: (ModelRule) -> Value?
  ) -> Value? {
    for ranked in rules where isMeant(ranked) {
      if let value = value(ranked.rule), ranked.applies(to: model) { return value }
    }
    return nil
  }
}

extension Quote {
  fileprivate func orCapped(at cap: Money) -> Quote {
    if case .unknown = self { .capped(cap) } else { self }
  }
}
