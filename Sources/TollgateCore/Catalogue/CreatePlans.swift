/// The plans of all models that a catalogue has a page or a rule for, found by the bytes of the model's id: no text is made to
/// look one up.
struct CreatePlans: Sendable {
  /// By ``hash(_:)``; the few with the same are together. A model without a plan is there too.
  private var entries: [UInt64: [Entry]] = [:]
  /// The rules for groups of models that change what is sent.
  private var groups: [RankedRule] = []

  private struct Entry: Sendable {
    let model: String
    let plan: CreatePlan?
  }

  init() {}

  init(_ catalogue: Catalogue) {
    let changing = catalogue.rules.filter { !$0.rule.defaults.isEmpty || !$0.rule.ignore.isEmpty || !$0.rule.media.isEmpty }
    groups = changing.filter { !$0.isExact }
    for model in catalogue.models.map(\.id) + changing.filter(\.isExact).map(\.rule.model) {
      let hash = Self.hash(model.utf8Span.span)
      // A model may have a page and rules.
      if entries[hash]?.contains(where: { JSONString($0.model) == JSONString(model) }) ?? false { continue }
      entries[hash, default: []].append(Entry(model: model, plan: CreatePlan(model: model, of: catalogue)))
    }
  }

  /// The plan of a model.
  ///
  /// - Parameter model: its id, which is valid UTF-8.
  /// - Returns: `nil` where the model's creates are normalised by ``Catalogue/normalised(_:model:)`` only.
  subscript(_ model: Span<UInt8>) -> CreatePlan? {
    if let entries = entries[Self.hash(model)] {
      for entry in entries where JSONText.areEqual(entry.model.utf8Span.span, model) { return entry.plan }
    }
    let text = JSONParser.text(model, 0..<model.count)
    return groups.contains { $0.applies(to: text) } ? nil : CreatePlan(plainModel: text)
  }

  /// Eight bytes at a time. Whoever finds ids with the same hash wins nothing: only ids of the catalogue are kept under one.
  private static func hash(_ text: Span<UInt8>) -> UInt64 {
    let raw = unsafe text.bytes
    var hash = UInt64(text.count)
    var index = 0
    while index < text.count {
      let word: UInt64
      if index + 8 <= text.count {
        word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      } else {
        word = (index..<text.count).reduce(0) { $0 << 8 | UInt64(text[$1]) }
      }
      hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
      index += 8
    }
    return hash
  }
}
