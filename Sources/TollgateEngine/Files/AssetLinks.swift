import TollgateCore

/// Writes the gateway's links to kept files into a record.
struct AssetLinks: Sendable {
  /// Where the gateway is reached, such as `http://127.0.0.1:8080`.
  let base: String
  /// What was stored, by the vendor's links.
  let blobs: [String: Blob]

  /// The record with a link of the gateway's in place of every link to a file that was stored; nothing else changes.
  func rewriting(_ record: JSONObject) -> JSONObject {
    guard !blobs.isEmpty else { return record }
    return ResultLinks.replacing(in: record) { url in blobs[url].map { link(to: $0, named: url) } }
  }

  private func link(to blob: Blob, named url: String) -> String {
    "\(base)/-/assets/\(AssetName(blob, from: ResultLink(path: "", url: url)))"
  }
}
