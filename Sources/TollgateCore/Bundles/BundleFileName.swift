/// The name of a result's file in a bundle: `files/<sha256>.<extension>`.
package struct BundleFileName: Sendable, Hashable, CustomStringConvertible {
  private static let folder = "files/"
  /// What stands before the name in the records of results that were imported: a host that cannot be.
  private static let address = "https://bundle.invalid/"

  package let asset: AssetID
  /// Letters and digits; never empty.
  package let fileExtension: String

  package init(_ blob: Blob, link: ResultLink) {
    asset = blob.id
    fileExtension = link.fileExtension ?? blob.type.fileExtension
  }

  /// - Returns: `nil` for every other text.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.folder) else { return nil }
    let parts = text.dropFirst(Self.folder.count).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let asset = AssetID(parts[0]), (1...10).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy(\.isASCIILetterOrDigit)
    else { return nil }
    self.asset = asset
    fileExtension = String(parts[1])
  }

  package var description: String { "\(Self.folder)\(asset).\(fileExtension)" }

  /// What stands for the file in the record of a result that was imported.
  package var url: String { Self.address + description }
}
