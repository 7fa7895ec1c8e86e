/// The name of a result's file in a bundle: `files/<sha256>.<extension>`.
package struct BundleFileName: Sendable, Hashable, CustomStringConvertible {
  private static let folder = "files/"
  /// What stands before the name in the records of results that were imported: a host that cannot be.
  private static let address = "https://bundle.invalid/"

  /// Always with an extension.
  private let name: AssetName

  package init(_ blob: Blob, link: ResultLink) { name = AssetName(blob, from: link) }

  /// - Returns: `nil` for every other text.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.folder) else { return nil }
    guard let name = AssetName(text.dropFirst(Self.folder.count)), name.fileExtension != nil else { return nil }
    self.name = name
  }

  package var asset: AssetID { name.id }

  package var description: String { "\(Self.folder)\(name)" }

  /// What stands for the file in the record of a result that was imported.
  package var url: String { Self.address + description }
}
