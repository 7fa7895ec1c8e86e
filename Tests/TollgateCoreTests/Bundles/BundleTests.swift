import Testing
import TollgateTestSupport

@testable import TollgateCore

@Suite("A bundle has one spelling, and everything else is refused")
struct BundleTests {
  @Test("what is written is read again, however it is cut into pieces", arguments: [1, 7, 511, 512, 513, 100_000])
  func roundTrip(_ pieceSize: Int) throws {
    let (bytes, manifest, entries) = Self.bundle()
    #expect(Int64(bytes.count) == manifest.archivedSize)
    var reader = BundleReader()
    var found: [BundleReader.Event] = []
    var contents: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieceSize) {
      for event in try reader.read(Array(bytes[start..<min(start + pieceSize, bytes.count)])) {
        if case .bytes(let bytes) = event { contents += bytes } else { found.append(event) }
      }
    }
    try reader.finish()
    #expect(found.first == .manifest(manifest))
    #expect(found.compactMap { if case .entry(let entry) = $0 { entry } else { nil } } == entries)
    #expect(contents == manifest.files.flatMap { Self.file(of: $0.size) })
  }

  @Test("a changed, missing or further byte is refused, wherever it is")
  func everyByte() throws {
    let (bytes, _, _) = Self.bundle()
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place % 8)
      #expect(throws: BundleError.self, "\(place)") { try Self.read(changed) }
    }
    for count in stride(from: 0, to: bytes.count, by: 61) {
      #expect(throws: BundleError.self) { try Self.read(Array(bytes.prefix(count))) }
    }
    #expect(throws: BundleError.self) { try Self.read(bytes + [0]) }
    try Self.read(bytes)
  }

  @Test("other programs read the archive as tar")
  func header() {
    let bytes = TarHeader(name: "manifest.json", size: 1000).bytes
    #expect(bytes.count == 512 && String(decoding: bytes[257..<262], as: UTF8.self) == "ustar")
    #expect(String(decoding: bytes[124..<135], as: UTF8.self) == "00000001750")
    #expect(TarHeader(name: "a", size: 512).padding == 0 && TarHeader(name: "a", size: 513).padding == 511)
  }

  @Test("nothing in an entry says who asked, and the record's links become names of files and links again")
  func entry() throws {
    let entry = Self.entries()[0]
    let text = String(decoding: entry.bytes, as: UTF8.self)
    for secret in ["callback", "upstream-1", "alice", "https://"] { #expect(!text.contains(secret), "\(text)") }
    #expect(
      entry.keptRecord["result"]?["images"]?.array?.first?["url"]?.string?.hasPrefix("https://bundle.invalid/files/") == true)
    let imported = try ImportedResult(entry, catalogue: .builtIn)
    #expect(imported.slot.scope == .everyone && imported.slot.content == entry.content && imported.files.count == 2)
    // An export of what was imported is the same.
    let machine = GenerationStateMachine(
      state: .succeeded, hold: .zero, captured: .zero, isChargeUnstated: false, refunded: .zero, files: .kept)
    var generation = Generation(
      number: try #require(GenerationNumber(9)), slot: imported.slot, keepsResult: true, key: Bookkeeping.nobody, team: nil,
      model: imported.model, createdAt: Timestamp(millisecondsSince1970: 5), machine: machine)
    generation.importedCost = imported.cost
    let blobs = Dictionary(uniqueKeysWithValues: imported.files.map { ($0.link.url, Self.blob($0.asset)) })
    let again = BundleEntry(
      RecordedGeneration(
        generation: generation, canonicalBody: imported.canonicalBody, record: imported.record, blobs: blobs))
    #expect(again?.bytes == entry.bytes)
  }

  @Test(
    "a cost that would overflow the sums of its replays is refused, and so is a variant that nobody can ask for",
    arguments: [
      ("cost", "1000000", true), ("cost", "1000000.000000001", false), ("cost", "999999999.999999999", false),
      ("variant", "b-2", true), ("variant", "b 2", false), ("variant", String(repeating: "b", count: 65), false),
    ])
  func implausible(_ member: String, _ text: String, _ isRead: Bool) throws {
    var object = try #require(try CanonicalJSON.parse(Self.entries()[0].bytes).object)
    object[JSONString(member)] = .text(text)
    let bytes = CanonicalJSON.encode(.object(object))
    #expect(((try? BundleEntry(bytes, named: "an entry")) != nil) == isRead)
  }

  private static func read(_ bytes: [UInt8]) throws {
    var reader = BundleReader()
    _ = try reader.read(bytes)
    try reader.finish()
  }

  private static func blob(_ id: AssetID) -> Blob { Blob(id: id, size: 3, type: .png) }

  private static func file(of size: Int64) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) } }

  private static func bundle() -> ([UInt8], BundleManifest, [BundleEntry]) {
    let entries = entries()
    let sizes = [700, 1024]
    let files = Set(entries.flatMap(\.files)).map { name in
      BundleManifest.File(
        name: name, size: Int64(sizes.first { AssetID(hashing: file(of: Int64($0))) == name.asset } ?? 0))
    }
    let manifest = BundleManifest(
      entries: entries.map { entry in
        BundleManifest.Entry(
          content: entry.content, variant: entry.variant, digest: AssetID(hashing: entry.bytes), size: Int64(entry.bytes.count),
          files: entry.files.map(\.description).sorted())
      }, files: files)
    var bytes = BundleWriter(manifest).beginning
    let ordered = manifest.entries.compactMap { wanted in entries.first { AssetID(hashing: $0.bytes) == wanted.digest } }
    for (entry, value) in zip(manifest.entries, ordered) { bytes += BundleWriter.entry(entry, value.bytes) }
    for file in manifest.files {
      bytes += BundleWriter.head(of: file) + Self.file(of: file.size) + BundleWriter.tail(of: file)
    }
    return (bytes + BundleWriter.end, manifest, ordered)
  }

  private static func entries() -> [BundleEntry] {
    ["a fox", "an owl"].compactMap { prompt in
      let first = AssetID(hashing: file(of: 700))
      let second = AssetID(hashing: file(of: 1024))
      let body: JSONObject = [
        "args": ["prompt": .text(prompt)], "callback_url": "https://example.org/callback", "model": "acme/pictures",
      ]
      let canonical = CanonicalJSON.encode(.object(body))
      let record: JSONObject = [
        "args": ["prompt": .text(prompt)], "credit": "0.04", "id": "upstream-1", "key_name": "alice", "model": "acme/pictures",
        "result": ["images": [["url": "https://files.example/upstream-1/a.png"], ["url": "https://files.example/b"]]],
        "status": 2,
      ]
      guard let number = GenerationNumber(1), let request = try? CreateRequest(body: canonical, catalogue: .builtIn) else {
        return nil
      }
      let machine = GenerationStateMachine(
        state: .succeeded, hold: .zero, captured: Money("0.04"), isChargeUnstated: false, refunded: .zero, files: .kept)
      let generation = Generation(
        number: number, slot: Slot(content: request.content, scope: .gateway), keepsResult: true, key: Bookkeeping.nobody,
        team: nil, model: request.model, createdAt: Timestamp(millisecondsSince1970: 1), machine: machine)
      return BundleEntry(
        RecordedGeneration(
          generation: generation, canonicalBody: canonical, record: CanonicalJSON.encode(.object(record)),
          blobs: ["https://files.example/upstream-1/a.png": blob(first), "https://files.example/b": blob(second)]))
    }
  }
}
