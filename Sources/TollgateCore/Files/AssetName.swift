/// A kept file's name in links and in bundles: `<sha256>.<extension>`, or the SHA-256 alone. The extension is for people and
/// their programs; what the file is does not depend on it.
package struct AssetName: Sendable, Hashable, CustomStringConvertible {
  private static let longestExtension = 10

  /// Which file.
  package let id: AssetID
  /// Letters and digits of ASCII, without the dot; `nil` where there is none.
  package let fileExtension: String?

  private init(id: AssetID, fileExtension: String) {
    self.id = id
    self.fileExtension = fileExtension
  }

  /// The name of a file that came from a link: its extension is the link's, or else that of its type.
  package init(_ blob: Blob, from link: ResultLink) {
    self.init(id: blob.id, fileExtension: link.fileExtension ?? blob.type.fileExtension)
  }

  /// The name of a file of which nothing else is known: its extension is that of its type.
  package init(_ blob: Blob) { self.init(id: blob.id, fileExtension: blob.type.fileExtension) }

  /// Reads a name; `nil` where the text is anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let id = AssetID(first) else { return nil }
    if parts.count > 1, !Self.isExtension(parts[1]) { return nil }
    self.id = id
    fileExtension = parts.count > 1 ? String(parts[1]) : nil
  }

  /// The name under which a browser saves a file of this type: one without an extension gets the type's.
  package func completed(for type: MediaType) -> AssetName {
    AssetName(id: id, fileExtension: fileExtension ?? type.fileExtension)
  }

  /// Whether this may stand behind the dot: one to ten letters and digits of ASCII.
  package static func isExtension(_ text: some StringProtocol) -> Bool {
    (1...longestExtension).contains(text.utf8.count) && text.utf8.allSatisfy(\.isASCIILetterOrDigit)
  }

  /// The name as links have it.
  package var description: String { fileExtension.map { "\(id).\($0)" } ?? "\(id)" }
}

extension AssetName: Codable {
  /// Travels as links have it.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let name = AssetName(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not the name of a file: \(text)")
    }
    self = name
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
