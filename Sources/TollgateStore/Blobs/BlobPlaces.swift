import TollgateCore

/// Where the files of a blob folder are.
struct BlobPlaces: Sendable {
  /// `<data folder>/blobs`
  let root: String

  var drafts: String { root + "/drafts" }

  func folder(of prefix: UInt8) -> String { root + "/" + HexDigits.text(of: [prefix]) }

  func folder(of id: AssetID) -> String { folder(of: id.bytes.first ?? 0) }

  func path(of id: AssetID) -> String { folder(of: id) + "/\(id)" }
}
