import Crypto
package import TollgateCore

extension LocalAdministration {
  private static let pageSize = 200

  /// An entry of a bundle, and where it comes from.
  private struct Source: Sendable {
    let number: GenerationNumber
    let entry: BundleManifest.Entry
    let files: [BundleManifest.File]
  }

  package func export(_ query: ResultQuery) async throws(AdministrationError) -> BundleExport {
    let blobs = try keptFiles()
    var sources: [String: Source] = [:]
    var skipped = 0
    var filter = try await filter(query)
    filter.limit = Self.pageSize
    while true {
      let page = filter
      let found = try await translating { () throws(StoreError) in try await store.results(page) }
      for result in found {
        guard let source = try await source(result.generation.number) else {
          skipped += 1
          continue
        }
        // Several scopes may have the same; which one is taken must not depend on who bought first.
        let place = source.entry.content.description + " " + source.entry.variant
        if let other = sources[place], other.entry.digest.description <= source.entry.digest.description { continue }
        sources[place] = source
      }
      guard found.count == Self.pageSize, let last = found.last else { break }
      filter.before = last.generation.number
    }
    let files = Set(sources.values.flatMap(\.files))
    let manifest = BundleManifest(entries: sources.values.map(\.entry), files: Array(files))
    if let sentence = manifest.reasonAgainstWriting { throw AdministrationError(.conflict, sentence) }
    // What is missing is found before anybody is told that the bundle comes; damage inside a file is found on the way.
    for file in manifest.files { try await check(file, blobs) }
    let numbers = Dictionary(sources.values.map { ($0.entry.digest, $0.number) }, uniquingKeysWith: { first, _ in first })
    return BundleExport(
      counts: .init(entries: manifest.entries.count, files: files.count, skipped: skipped), size: manifest.archivedSize
    ) { sink in
      try await self.write(manifest, numbers, blobs, to: sink)
    }
  }

  /// - Returns: `nil` where a file of the result is not kept.
  private func source(_ number: GenerationNumber) async throws(AdministrationError) -> Source? {
    guard let entry = try await entry(number) else { return nil }
    let bytes = entry.value.bytes
    guard bytes.count <= BundleEntry.largest else { return nil }
    let sizes = Dictionary(entry.blobs.map { ($0.id, $0.size) }, uniquingKeysWith: { first, _ in first })
    let files = entry.value.files.compactMap { name in sizes[name.asset].map { BundleManifest.File(name: name, size: $0) } }
    let manifestEntry = BundleManifest.Entry(
      content: entry.value.content, variant: entry.value.variant, digest: AssetID(hashing: bytes), size: Int64(bytes.count),
      files: files.map(\.name.description).sorted())
    return Source(number: number, entry: manifestEntry, files: files)
  }

  private func entry(
    _ number: GenerationNumber
  ) async throws(AdministrationError) -> (value: BundleEntry, blobs: [Blob])? {
    let stored = try await translating { () throws(StoreError) in try await store.recordedGeneration(number) }
    guard let stored, stored.generation.files == .kept, let entry = BundleEntry(stored) else { return nil }
    return (entry, Array(stored.blobs.values))
  }

  private func write(
    _ manifest: BundleManifest, _ numbers: [AssetID: GenerationNumber], _ blobs: any BlobStore,
    to sink: ([UInt8]) async throws -> Void
  ) async throws {
    try await sink(BundleWriter(manifest).beginning)
    for entry in manifest.entries {
      guard let number = numbers[entry.digest], let bytes = try await self.entry(number)?.value.bytes,
        AssetID(hashing: bytes) == entry.digest
      else { throw AdministrationError(.conflict, "A result was removed while the bundle was written; export again.") }
      try await sink(BundleWriter.entry(entry, bytes))
    }
    for file in manifest.files {
      try await sink(BundleWriter.head(of: file))
      try await write(file, blobs, to: sink)
      try await sink(BundleWriter.tail(of: file))
    }
    try await sink(BundleWriter.end)
  }

  private func check(_ file: BundleManifest.File, _ blobs: any BlobStore) async throws(AdministrationError) {
    let size: Int64?
    do throws(BlobError) { size = try await blobs.size(of: file.name.asset) } catch {
      throw AdministrationError(
        .unavailable, "The kept file \(file.name.asset) cannot be looked at (\(error)); look at the disk, and export again.")
    }
    if size != file.size { throw Self.missing(file) }
  }

  private static func missing(_ file: BundleManifest.File) -> AdministrationError {
    AdministrationError(
      .conflict,
      "The kept file \(file.name.asset) is missing or damaged; start the gateway anew, which gives it up, and export again.")
  }

  private func write(
    _ file: BundleManifest.File, _ blobs: any BlobStore, to sink: ([UInt8]) async throws -> Void
  ) async throws {
    var hash = SHA256()
    var missing = file.size
    var failure: (any Error)?
    do {
      _ = try await blobs.read(file.name.asset) { piece throws(BlobError) in
        hash.update(data: piece)
        missing -= Int64(piece.count)
        do { try await sink(piece) } catch {
          failure = error
          throw BlobError.failed("the bundle could not be written")
        }
      }
    } catch {
      throw failure ?? error
    }
    guard missing == 0, Array(hash.finalize()) == file.name.asset.bytes else { throw Self.missing(file) }
  }

  /// Where files are kept.
  func keptFiles() throws(AdministrationError) -> any BlobStore {
    guard let blobs else {
      throw AdministrationError(.conflict, "This gateway keeps no files; a bundle has results with their files.")
    }
    return blobs
  }
}

extension BundleManifest {
  /// Why no bundle can have all this; `nil` where one can.
  fileprivate var reasonAgainstWriting: String? {
    if let file = files.first(where: { $0.size > Self.largestFile }) {
      return "The file \(file.name.asset) is too large for a bundle; leave its result out, by --model, --since or --search."
    }
    return isTooLong ? "These are more results than a bundle can have; choose fewer, by --model, --since or --search." : nil
  }
}
