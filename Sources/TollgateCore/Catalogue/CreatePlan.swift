/// How the creates of one model are normalised where nothing but the model's defaults is filled in, worked out beforehand.
struct CreatePlan: Sendable {
  let model: String
  /// The canonical bytes of the defaults, an object.
  private(set) var defaults: [UInt8] = []
  /// The defaults, sorted by their names.
  private(set) var members: [CanonicalMember] = []

  /// A plan without defaults.
  init(plainModel model: String) { self.model = model }

  /// - Returns: `nil` where more is to be done than to fill in defaults.
  init?(model: String, of catalogue: Catalogue) {
    guard catalogue.ignored(model: model).isEmpty, catalogue.media(model: model).isEmpty else { return nil }
    self.model = model
    defaults = CanonicalJSON.encode(.object(catalogue.defaults(model: model)))
    var scanner = CanonicalScanner()
    guard let found = scanner.members(of: defaults.span) else { return nil }
    members = found
  }
}
