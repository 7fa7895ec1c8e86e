import ArgumentParser
import Foundation
import TollgateCore
import TollgateStore

/// Makes a data folder with very many finished generations, as a gateway that has bought them one after the other would have
/// left it, only faster: what is slow with a large database can then be measured.
@main struct FillStore: AsyncParsableCommand {
  @Option(help: "How many generations.")
  var count = 1_000_000

  @Option(help: "How many rows of statistics, besides those of the purchases.")
  var usage = 0

  @Option(help: "A file with the create that they are bought by; {n} in it becomes 1, 2, 3 and so on.")
  var template: String?

  @Flag(help: "Fill nothing; print how long it takes to read what people look at, from a folder that was filled.")
  var measure = false

  @Argument(help: "The data folder, which must be empty or missing.")
  var folder: String

  func validate() throws {
    guard !measure else { return }
    guard template != nil else { throw ValidationError("--template is missing: a file with a create.") }
    guard (0...100_000_000).contains(usage) else { throw ValidationError("--usage takes 0 to 100000000.") }
    guard (1...10_000_000).contains(count) else { throw ValidationError("--count takes 1 to 10000000.") }
    let contents = try? FileManager.default.contentsOfDirectory(atPath: folder)
    guard contents?.isEmpty ?? true else { throw ValidationError("\(folder) is not empty; name another folder.") }
  }

  func run() async throws {
    if measure { return try await SQLiteStore.withStore(folder: folder) { try await ReadingTimes(store: $0).print() } }
    guard let template else { return }
    let create = try String(contentsOfFile: template, encoding: .utf8)
    let key = Key(
      id: .random(), name: "filler", team: "design", origin: .declared, createdAt: Timestamp(millisecondsSince1970: 0))
    // All that a first start leaves behind is the store's own doing.
    try await SQLiteStore.withStore(folder: folder) { store in
      _ = try await store.recomputeContents(under: Catalogue.builtIn.normalisation) { _ in nil }
      let stored = StoredKey(key: key, digest: KeyDigest(secret: KeyID.random().hex))
      try await store.declare(Declaration(keys: [stored]), at: key.createdAt)
    }
    try BlobFolder(dataFolder: folder).mark()
    let files = FilledFiles(folder: folder + "/blobs")
    let books = try FilledBooks(path: folder + "/tollgate.sqlite", key: key)
    let now = Int64(Date.now.timeIntervalSince1970 * 1000)
    try books.fill(
      count: count,
      { number in
        // Over a month, up to an hour ago.
        let age = FilledGeneration.hour + FilledGeneration.month * Int64(count - number) / Int64(count)
        return try FilledGeneration(number, template: create, at: Timestamp(millisecondsSince1970: now - age))
      }, also: files.make)
    try books.fillUsage(count: usage, until: now - FilledGeneration.hour)
    try books.close()
    // The ledger's sums and the search index are the store's own doing as well.
    try await SQLiteStore.withStore(folder: folder) { store in
      for _ in 0...count / 5000 { try await store.add([]) }
      _ = try await store.results(ResultFilter(search: SearchWords("lighthouse"), limit: 1))
    }
  }
}
