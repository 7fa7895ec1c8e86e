extension Catalogue {
  /// Raised whenever the same body under the same defaults and rules is normalised to other bytes than before.
  private static let normalisationVersion = 1

  /// Everything that normalisation depends on, as the SHA-256 of it in hex: where two catalogues have the same, they make the
  /// same content of the same body. Prices and ages have no part in it.
  package var normalisation: String {
    var defaults = JSONObject()
    for model in models where !model.defaults.isEmpty { defaults[model.id] = .object(model.defaults) }
    // The order of rules decides between their defaults.
    let rules = rules.map(\.rule).filter { !$0.defaults.isEmpty || !$0.ignore.isEmpty || !$0.media.isEmpty }.map { rule in
      JSONValue.object([
        "defaults": .object(rule.defaults), "ignore": Self.texts(rule.ignore), "media": Self.texts(rule.media),
        "model": .text(rule.model),
      ])
    }
    let document: JSONObject = [
      "defaults": .object(defaults), "rules": .array(rules), "version": .integer(Self.normalisationVersion),
    ]
    return Fingerprint.sha256(of: CanonicalJSON.encode(.object(document)))
  }

  private static func texts(_ paths: [ArgumentPath]) -> JSONValue { .array(paths.map { .text($0.description) }) }

  /// The content of a create that was kept as its canonical body; `nil` where that is no create.
  package func content(ofCanonicalBody body: [UInt8]) -> Content? {
    (try? CreateRequest(body: body, catalogue: self))?.content
  }
}
