/// A result that comes from a bundle and not from a purchase of this gateway.
package struct ImportedResult: Sendable {
  /// Its scope is ``Scope/everyone``.
  package let slot: Slot
  package let model: String
  /// The request as canonical JSON.
  package let canonicalBody: [UInt8]
  /// The record as canonical JSON.
  package let record: [UInt8]
  /// What it cost whoever bought it, and a replay saves.
  package let cost: Money
  /// The files that the record names, which are stored already.
  package let files: [(link: ResultLink, asset: AssetID)]

  /// A result of a bundle under this gateway's rules.
  ///
  /// - Throws: ``BundleError`` where the request is none.
  package init(_ entry: BundleEntry, catalogue: Catalogue) throws(BundleError) {
    let body = CanonicalJSON.encode(.object(entry.request))
    let request: CreateRequest
    do { request = try CreateRequest(body: body, catalogue: catalogue) } catch {
      throw BundleError(
        "The request of the entry \(entry.content) is none here: \(error)",
        remedy: "Have the bundle exported again without it, or by a tollgate of this version.")
    }
    slot = Slot(content: request.content, scope: .everyone, variant: entry.variant)
    model = request.model
    canonicalBody = body
    record = CanonicalJSON.encode(.object(entry.keptRecord))
    cost = entry.cost
    let assets = Dictionary(entry.files.map { ($0.url, $0.asset) }, uniquingKeysWith: { first, _ in first })
    var files: [(link: ResultLink, asset: AssetID)] = []
    for link in ResultLinks.of(entry.keptRecord) {
      guard let asset = assets[link.url] else {
        throw BundleError("The result of the entry \(entry.content) links to what the bundle does not have.")
      }
      files.append((link, asset))
    }
    self.files = files
  }
}
