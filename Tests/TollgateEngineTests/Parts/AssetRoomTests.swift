import Logging
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateFaultSimulation
import TollgateTestSupport

@testable import TollgateEngine

@Suite("Making room for files", .timeLimit(.minutes(15)))
struct AssetRoomTests {
  private static let slot = Slot(content: Content(hashing: [1]), scope: .gateway)
  private static let record: JSONObject = ["result": ["image": "https://files.example/a.png"], "status": 2]

  /// A room that is too small for the file of one result, which is remembered and was used a moment ago; its store commits when
  /// it is told to.
  private func withFullRoom(
    _ body: (InMemoryStore, ResultMemory, InMemoryBlobs, _ makeRoom: @escaping @Sendable () async -> Void) async throws -> Void
  ) async throws {
    let time = ManualTime()
    let start = time.now()
    let disk = SimulatedDisk()
    let blobs = InMemoryBlobs()
    guard let kept = try await Self.keep(on: InMemoryStore(disk: disk), blobs, at: start) else { return }

    let store = InMemoryStore(disk: disk, pace: .onDemand)
    time.advance(by: .seconds(86_400))
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let memory = ResultMemory(limit: .mebibytes(1))
    memory.noteFinished(kept, at: start, seenAt: memory.epoch)
    let uses = AssetUses()
    uses.note(.named(kept.number), at: start + .seconds(1))
    let room = AssetRoom(
      store: store, blobs: blobs, uses: AssetUseFlush(uses: uses, store: store, time: time, logger: logger), memory: memory,
      limit: 0, time: time, logger: logger)
    try await body(store, memory, blobs) { await room.makeRoom(for: 0) }
  }

  /// Has a result with one file, which is used at that moment.
  private static func keep(on books: InMemoryStore, _ blobs: InMemoryBlobs, at start: Timestamp) async throws -> Generation? {
    let order = PurchaseOrder(
      slot: Self.slot, policy: CachePolicy(), key: KeyID.random(), team: nil, model: "acme/pictures",
      canonicalBody: Array(#"{"args":{}}"#.utf8), quote: .zero,
      priceClass: Catalogue.builtIn.priceClass(model: "acme/pictures", args: [:]), at: start,
      window: LedgerWindow(day: 20_260_528, month: 202_605), owner: OwnerID("first run"))
    guard case .bought(let bought) = try await books.decide(order) else { return nil }
    let events: [GenerationEvent] = [
      .submit, .accepted(upstreamID: "u", charge: .stated(.zero)),
      .succeeded(record: Self.record, credit: nil, keepsFiles: true),
    ]
    for event in events { _ = try await books.record(event, for: bought.number, at: start) }
    let draft = try await blobs.draft()
    try await draft.append([1, 2, 3])
    let kept = try await books.keepFile(try await draft.finish(), at: 0, of: bought.number, at: start)
    #expect(kept.files == .kept)
    return kept
  }

  /// Counts lines.
  private struct Counter: LogHandler {
    let count: NIOLockedValueBox<Int>
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    init(_ count: NIOLockedValueBox<Int>) { self.count = count }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { count.withLockedValue { $0 += 1 } }
  }

  @Test("where nothing may go it is said once, and again after a while, however many files are copied")
  func warnings() async throws {
    let (time, blobs, store) = (ManualTime(), InMemoryBlobs(), InMemoryStore(disk: SimulatedDisk()))
    let kept = try await Self.keep(on: store, blobs, at: time.now())
    let lines = NIOLockedValueBox(0)
    let logger = Logger(label: "test") { _ in Counter(lines) }
    let room = AssetRoom(
      store: store, blobs: blobs, uses: AssetUseFlush(uses: AssetUses(), store: store, time: time, logger: logger),
      memory: ResultMemory(limit: .mebibytes(1)), limit: 0, time: time, logger: logger)
    for _ in 0..<100 { await room.makeRoom(for: 10) }
    #expect(lines.withLockedValue { $0 } == 1)
    time.advance(by: AssetRoom.warningInterval)
    for _ in 0..<100 { await room.makeRoom(for: 10) }
    #expect(lines.withLockedValue { $0 } == 2)
    let sizes = try await blobs.sizes()
    #expect(kept != nil && sizes.count == 1)
  }

  @Test("while a file goes no answer from memory names it")
  func forgottenFirst() async throws {
    try await withFullRoom { store, memory, blobs, makeRoom in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await makeRoom() }
        try await eventually("the uses", holds: { store.waitingCount == 1 })
        #expect(memory.known(of: Self.slot) == nil)
        store.commit(1, as: .durable)
        try await eventually("the eviction", holds: { store.waitingCount == 1 })
        store.commit(1, as: .durable)
        try await group.waitForAll()
      }
      #expect(try await blobs.sizes().isEmpty)
    }
  }

  @Test("where it cannot be written down what was used a moment ago, nothing is removed")
  func usesThatCannotBeWritten() async throws {
    try await withFullRoom { store, _, blobs, makeRoom in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await makeRoom() }
        try await eventually("the uses", holds: { store.waitingCount == 1 })
        store.commit(1, as: .failed)
        try await group.waitForAll()
      }
      #expect(try await blobs.sizes().count == 1 && store.waitingCount == 0)
    }
  }
}
