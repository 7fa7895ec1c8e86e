extension PriceSelector {
  /// The names of the switch for sound among the vendor's models.
  private static let audioNames = ["generate_audio", "sound", "audio"]
  /// The names of the switch for several clips among the vendor's models and Pixverse's own API.
  private static let clipNames = ["multi_shot", "multi_clip", "generate_multi_clip_switch"]

  /// The key of the row that a create asks for; `nil` where that cannot be told, so that the dearest row counts.
  func key(in model: CatalogueModel, args: JSONObject) -> JSONString? {
    switch self {
    case .argument(let name):
      return Self.spelling(model.value(of: name, in: args))
    case .audio(let name):
      return Self.switchKey(model, args, names: names(name, Self.audioNames, model), off: "no_audio", on: "audio")
    case .clips:
      return Self.switchKey(model, args, names: Self.clipNames, off: "single", on: "multi")
    }
  }

  /// The names of the arguments that it reads.
  func arguments(of model: CatalogueModel) -> [String] {
    switch self {
    case .argument(let name): [name]
    case .audio(let name): names(name, Self.audioNames, model)
    case .clips: Self.clipNames
    }
  }

  /// A page that was read in part may have cut off the switch's row: there any of the names counts.
  private func names(_ name: String, _ all: [String], _ model: CatalogueModel) -> [String] {
    model.isTruncated ? all : [name]
  }

  /// Any switch that is on counts; off has to be said, by a value or a default.
  private static func switchKey(
    _ model: CatalogueModel, _ args: JSONObject, names: [String], off: JSONString, on: JSONString
  ) -> JSONString? {
    let states = names.compactMap { model.value(of: $0, in: args) }.map(isOn)
    if states.isEmpty || states.contains(nil) { return nil }
    return states.contains(true) ? on : off
  }

  /// `nil` where a value is neither on nor off.
  private static func isOn(_ value: JSONValue) -> Bool? {
    if let bool = value.bool { return bool }
    return switch value.string {
    case "on", "true", "yes": true
    case "off", "false", "no": false
    default: nil
    }
  }

  private static func spelling(_ value: JSONValue?) -> JSONString? {
    switch value {
    case .string(let text): text
    case .number(let number): JSONString(number.text)
    case .bool(let bool): bool ? "true" : "false"
    default: nil
    }
  }
}

extension CatalogueModel {
  /// The value that counts for the price: the create's own, else the vendor's default, also where the page was read in part.
  func value(of name: String, in args: JSONObject) -> JSONValue? { args[name] ?? argument(name)?.defaultValue }
}

extension PriceTable {
  /// The row whose keys have this one: as it stands, else in other case (`720P`), else as the same number (`5.0`). `nil` where
  /// no row has, so that the dearest counts.
  static func row(_ rows: [Row], knowing key: JSONString?) -> Row? {
    guard let key else { return nil }
    return row(rows) { $0 == key } ?? row(rows) { isSameInAnyCase($0, key) }
      ?? ExactDecimal(key.text).flatMap { number in row(rows) { ExactDecimal($0.text) == number } }
  }

  private static func row(_ rows: [Row], where isAsked: (JSONString) -> Bool) -> Row? {
    rows.first { $0.keys.contains(where: isAsked) }
  }

  private static func isSameInAnyCase(_ left: JSONString, _ right: JSONString) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8) { lowerCased($0) == lowerCased($1) }
  }

  private static func lowerCased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }
}
