import Testing
import TollgateCore

/// How a take is shared, on a shelf that counts what it is asked.
@Suite struct CallbackTakeTests {
  /// Endlessly many callbacks of each of so many receivers of so many keys.
  private final class Shelf: CallbackShelf {
    private let keys: [KeyID]
    private let receivers: Int
    private(set) var reads = 0

    init(keys: [KeyID], receivers: Int) {
      self.keys = keys
      self.receivers = receivers
    }

    func key(after key: KeyID?) -> KeyID? {
      reads += 1
      return keys.first { key.map(\.bytes)?.lexicographicallyPrecedes($0.bytes) ?? true }
    }

    func receiver(of key: KeyID, after receiver: String) -> String? {
      reads += 1
      let next = (Int(receiver) ?? CallbackTakeTests.first - 1) + 1
      return next < CallbackTakeTests.first + receivers ? String(next) : nil
    }

    func callbacks(of lane: CallbackLane, limit: Int) throws -> [Callback] {
      reads += 1
      return try (1...Int64(limit)).map { number in
        let moment = Timestamp(millisecondsSince1970: number)
        return Callback(
          id: try #require(CallbackID(number)), generation: try #require(GenerationNumber(1)), serial: number, key: lane.key,
          receiver: lane.receiver, url: lane.receiver, baseURL: nil, createdAt: moment, state: .due, dueAt: moment,
          readyAt: moment)
      }
    }
  }

  /// What the first receiver is called; the others count on.
  private static let first = 100_000
  private static let moment = Timestamp(millisecondsSince1970: 0)

  private static func key(_ number: UInt8) -> KeyID { KeyID(truncating: [number]) }

  @Test(arguments: 1...40) func keysGetEqualShares(count: Int) throws {
    let keys = (1...count).map { Self.key(UInt8($0)) }
    let shelf = Shelf(keys: keys, receivers: 2000)
    let take = CallbackTake(at: Self.moment, leasedUntil: Self.moment, limit: 1024, room: 1)
    let taken = try take.filled(from: shelf).callbacks
    let share = 1024 / (count + 1)
    for key in keys { #expect((share - 1...share + 1).contains(taken.count { $0.key == key })) }
    #expect(taken.count < 1024, "whoever comes new finds a place")
  }

  @Test func aTakeIsBoundedWhateverWaits() throws {
    let count = 20_000
    let key = Self.key(1)
    let full = Dictionary(
      uniqueKeysWithValues: (0..<count).map { (CallbackLane(key: key, receiver: String(Self.first + $0)), 0) })
    let shelf = Shelf(keys: [key], receivers: count)
    let taken = try CallbackTake(at: Self.moment, leasedUntil: Self.moment, limit: 9, room: 1, roomOf: full).filled(from: shelf)
    #expect(taken.callbacks.isEmpty && taken.isCutShort && shelf.reads < 2 * CallbackTake.maximumSteps)
    // The next one goes on where this one ended, and comes round.
    var last = taken.last
    for _ in 0..<5 {
      let take = CallbackTake(at: Self.moment, leasedUntil: Self.moment, limit: 9, room: 1, roomOf: full, after: last)
      last = try take.filled(from: shelf).last
    }
    let steps = 6 * CallbackTake.maximumSteps
    #expect(last == [key: String(Self.first + steps % count - 1)])
  }

  @Test func keysHaveTurnsAlsoWhereThereIsRoomForOneAtATime() throws {
    let keys = (1...3).map { Self.key(UInt8($0)) }
    let shelf = Shelf(keys: keys, receivers: 5)
    var last: KeyID?
    var turns: [KeyID] = []
    for _ in 0..<7 {
      let taken = try CallbackTake(at: Self.moment, leasedUntil: Self.moment, limit: 1, room: 1, afterKey: last)
        .filled(from: shelf)
      last = taken.lastKey
      turns += taken.callbacks.map(\.key)
    }
    #expect(turns == keys + keys + keys.prefix(1))
    // One that is gone has its place all the same, and nothing to be had leaves it as it is.
    let after = CallbackTake(at: Self.moment, leasedUntil: Self.moment, limit: 9, room: 1, afterKey: Self.key(2))
    #expect(try after.filled(from: Shelf(keys: [keys[0], keys[2]], receivers: 1)).callbacks.map(\.key) == [keys[2], keys[0]])
    #expect(try after.filled(from: Shelf(keys: [], receivers: 1)).lastKey == Self.key(2))
  }

  @Test func aKeyHasRoomWhileItHasFewerThanAreFree() {
    for (held, free, room) in [(0, 0, 0), (0, 1, 1), (1, 1, 0), (0, 10, 5), (4, 10, 3), (9, 10, 1), (10, 10, 0), (99, 10, 0)] {
      #expect(FairShare.room(held: held, free: free) == room, "\(held) of \(free)")
    }
  }
}
