/// The creates that a price is remembered for together: the model and what counts for the price, for example
/// `google/veo-3.1/text-to-video mode=fast resolution=720p,1080p generate_audio=audio duration=8`.
///
/// Creates of one class have the same quote. ``Catalogue/priceClass(model:args:)`` says how the arguments are read.
package struct PriceClass: Sendable, Hashable, CustomStringConvertible {
  /// An argument that counts for the price, and how the price rule sees its value.
  struct Term {
    /// What stands for a value that the price rule does not know.
    static let unknown = "?"

    let name: String
    let value: String
  }

  /// The longest model id that is shown as it is, in bytes.
  static let longestModel = 128
  /// How many bytes of another id are shown before its fingerprint.
  private static let shownOfModel = 63

  /// The class in one line of printable ASCII, at most 256 bytes long, as the store keeps it. Different classes have different
  /// texts.
  package let description: String

  init(model: String, terms: [Term]) {
    var text = Self.spelling(ofModel: model)
    for term in terms { text += " \(term.name)=\(term.value)" }
    description = text
  }

  /// The id where it is short and cannot be mistaken for anything else, else its beginning, `~` and its SHA-256.
  private static func spelling(ofModel id: String) -> String {
    let bytes = id.utf8
    if bytes.count <= longestModel, bytes.allSatisfy(isPlain) { return id }
    let shown = bytes.prefix(shownOfModel).map { isPlain($0) ? $0 : UInt8(ascii: "_") }
    return String(decoding: shown, as: UTF8.self) + "~" + Fingerprint.sha256(of: Array(bytes))
  }

  /// Visible ASCII but `~`, which marks a fingerprint.
  private static func isPlain(_ byte: UInt8) -> Bool { (UInt8(ascii: "!")...UInt8(ascii: "}")).contains(byte) }
}
