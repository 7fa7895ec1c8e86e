import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("The queue that is fair between keys")
struct FairQueueTests {
  private static let keys = (0..<6).map { _ in KeyID.random() }

  /// The same rules over plain lists.
  private struct Model {
    var capacity: Int
    var lines: [(key: KeyID, waiting: [FairQueue.ID])] = []
    var count: Int { lines.reduce(0) { $0 + $1.waiting.count } }

    /// How many of the longest line wait: who of several longest is displaced is left open.
    var longest: Int { lines.map(\.waiting.count).max() ?? 0 }

    mutating func append(_ id: FairQueue.ID, of key: KeyID) {
      if let index = lines.firstIndex(where: { $0.key == key }) {
        lines[index].waiting.append(id)
      } else {
        lines.append((key, [id]))
      }
    }

    mutating func popFirst(where isReady: (FairQueue.ID) -> Bool = { _ in true }) -> FairQueue.ID? {
      guard let index = lines.firstIndex(where: { $0.waiting.contains(where: isReady) }) else { return nil }
      var line = lines.remove(at: index)
      guard let position = line.waiting.firstIndex(where: isReady) else { return nil }
      let id = line.waiting.remove(at: position)
      if !line.waiting.isEmpty { lines.append(line) }
      return id
    }

    mutating func remove(_ id: FairQueue.ID) {
      for index in lines.indices { lines[index].waiting.removeAll { $0 == id } }
      lines.removeAll(where: \.waiting.isEmpty)
    }
  }

  @Test("it does what plain lists do", arguments: 0..<40 as Range<UInt64>)
  func againstModel(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (places, extra) = (1 + random.below(20), random.below(3))
    let capacity = places + extra
    var queue = FairQueue(capacity: places)
    var model = Model(capacity: capacity)
    var last: FairQueue.ID = 0
    for _ in 0..<2000 {
      switch random.below(10) {
      case 0..<5:
        last += 1
        // The first key is greedy.
        let key = Self.keys[random.chance(1, in: 2) ? 0 : random.below(Self.keys.count)]
        let own = model.lines.first { $0.key == key }?.waiting.count ?? 0
        let hasRoom = queue.hasRoom(for: key, beyond: extra)
        let admission = queue.add(last, of: key, beyond: extra)
        #expect(hasRoom == (admission != .refused))
        switch admission {
        case .queued:
          #expect(model.count < capacity)
          model.append(last, of: key)
        case .refused:
          #expect(model.count == capacity && model.longest <= own + 1)
        case .displaced(let other):
          #expect(model.count == capacity)
          let line = try #require(model.lines.first { $0.waiting.contains(other) })
          #expect(line.waiting.count == model.longest && line.waiting.count > own + 1 && line.waiting.last == other)
          model.remove(other)
          model.append(last, of: key)
        }
      case 5..<8:
        let divisor = FairQueue.ID(1 + random.below(3))
        #expect(queue.popFirst { $0 % divisor == 0 } == model.popFirst { $0 % divisor == 0 })
      default:
        let waiting = model.lines.flatMap { line in line.waiting.map { (line.key, $0) } }
        guard !waiting.isEmpty else { continue }
        let (key, id) = waiting[random.below(waiting.count)]
        queue.remove(id, of: key)
        model.remove(id)
      }
      #expect(queue.count == model.count)
    }
    while let id = model.popFirst() { #expect(queue.popFirst() == id) }
    #expect(queue.popFirst() == nil && queue.count == 0)
  }

  @Test("a full queue of one key lets another one in, and refuses the key that filled it")
  func full() {
    let (alice, bob) = (Self.keys[0], Self.keys[1])
    var queue = FairQueue(capacity: 3)
    for id in 1...3 as ClosedRange<FairQueue.ID> { #expect(queue.add(id, of: alice) == .queued) }
    #expect(queue.add(4, of: alice) == .refused)
    #expect(queue.add(5, of: bob) == .displaced(3))
    #expect(queue.add(6, of: bob) == .refused, "bob would wait as often as alice then")
    #expect([queue.popFirst(), queue.popFirst(), queue.popFirst(), queue.popFirst()] == [1, 5, 2, nil])
  }

  @Test(
    "who is let in before anybody is displaced finds the room that it would find afterwards", arguments: 0..<40 as Range<UInt64>
  )
  func displacedLater(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = 1 + random.below(12)
    var (now, later) = (FairQueue(capacity: capacity), FairQueue(capacity: capacity))
    for id in 1...60 as ClosedRange<FairQueue.ID> {
      let key = Self.keys[random.chance(1, in: 2) ? 0 : random.below(Self.keys.count)]
      let hasRoom = later.hasRoom(for: key)
      #expect(hasRoom == (now.add(id, of: key) != .refused))
      if hasRoom { later.insert(id, of: key) }
    }
    while later.isFull(beyond: 1) { _ = later.removeNewestOfLongest() }
    #expect(later.count == now.count)
  }

  @Test("the room of a full queue is shared by all who want it, not only one place for each")
  func share() {
    let (alice, bob, carol) = (Self.keys[0], Self.keys[1], Self.keys[2])
    var queue = FairQueue(capacity: 6)
    for id in 1...6 as ClosedRange<FairQueue.ID> { #expect(queue.add(id, of: alice) == .queued) }
    #expect(queue.add(7, of: bob) == .displaced(6))
    #expect(queue.add(8, of: bob) == .displaced(5))
    #expect(queue.add(9, of: bob) == .displaced(4))
    #expect(queue.add(10, of: bob) == .refused)
    // Of two who wait equally often, the one whose turn comes first.
    #expect(queue.add(11, of: carol) == .displaced(3))
    #expect(queue.add(12, of: carol) == .displaced(9))
    #expect(queue.add(13, of: carol) == .refused)
    #expect(queue.count == 6)
  }
}
