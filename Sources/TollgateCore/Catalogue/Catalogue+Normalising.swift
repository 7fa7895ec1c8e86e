extension Catalogue {
  /// A create's arguments as they are hashed and sent: with the model's defaults, without what its rules ignore, and with media
  /// in its one spelling. `nil` where they came like that.
  func normalised(_ args: JSONObject, model: String) -> JSONObject? {
    var normalised = filled(args, model: model)
    var isChanged = normalised.count != args.count
    func change(at path: ArgumentPath, _ change: (JSONValue) -> ArgumentChange) {
      guard let changed = normalised.changed(at: path, change) else { return }
      normalised = changed
      isChanged = true
    }
    for path in ignored(model: model) { change(at: path) { _ in .removal } }
    for path in media(model: model) {
      change(at: path) { value in MediaSpelling.canonical(value).map { .replacement($0) } ?? .none }
    }
    return isChanged ? normalised : nil
  }

  /// The arguments that are not sent: those of every rule that applies.
  func ignored(model: String) -> [ArgumentPath] { paths(model) { $0.ignore } }

  /// The arguments that are media: those of every rule that applies.
  func media(model: String) -> [ArgumentPath] { paths(model) { $0.media } }

  private func paths(_ model: String, _ paths: (ModelRule) -> [ArgumentPath]) -> [ArgumentPath] {
    var found: [ArgumentPath] = []
    for ranked in rules {
      let paths = paths(ranked.rule)
      if !paths.isEmpty, ranked.applies(to: model) { found += paths }
    }
    return found
  }
}

extension Catalogue {
  /// A model that a rule's pattern is for and whose price depends on the argument, so that ignoring it would buy something else
  /// than the create asks for; `nil` where there is none.
  package func model(of pattern: ModelPattern, pricedBy argument: ArgumentPath) -> String? {
    guard let name = argument.plainName else { return nil }
    return models.first { pattern.matches($0.id) && $0.priceArguments.contains(name.text) }?.id
  }
}

extension CatalogueModel {
  /// The names of the arguments that the price rule reads.
  var priceArguments: [String] {
    guard let pricing else { return [] }
    let selecting = pricing.selectors.flatMap { $0.arguments(of: self) }
    return switch pricing.unit {
    case .image: selecting + ["num_images"]
    case .megapixel: selecting + ["num_images", "resolution"]
    case .second, .baseAndSecond: selecting + ["duration"]
    case .request, .video, .tokens: selecting
    }
  }
}
