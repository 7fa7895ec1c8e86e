import Testing
import TollgateCore

@testable import TollgateServer

@Suite("Room for bodies")
struct BodySharesTests {
  private static let part = 16 * 1024
  private let alice = KeyID.random()
  private let bob = KeyID.random()
  private let shares = BodyShares(first: .mebibytes(4), rest: .mebibytes(16))

  /// Lets a key's bodies grow as far as they may.
  ///
  /// - Returns: their bytes.
  private func fill(_ key: KeyID, bodySize: Int) -> [(share: BodyShares.Share, size: Int)] {
    var bodies: [(share: BodyShares.Share, size: Int)] = []
    while bodies.last.map({ $0.size == bodySize }) ?? true {
      bodies.append((BodyShares.Share(of: key), 0))
      while bodies[bodies.count - 1].size < bodySize, shares.grow(&bodies[bodies.count - 1].share, by: Self.part) {
        bodies[bodies.count - 1].size += Self.part
      }
    }
    return bodies
  }

  @Test func aKeyLeavesRoomToOthersHoweverMuchItSends() {
    var sums: [Int] = []
    for key in [alice, bob, KeyID.random()] { sums.append(fill(key, bodySize: 4 << 20).reduce(0) { $0 + $1.size }) }
    // Half of what is free, then half of that; with the first bytes of the bodies.
    #expect(sums[0] >= 8 << 20 && sums[0] < 12 << 20, "\(sums)")
    #expect(sums[1] >= 4 << 20 && sums[2] >= 2 << 20, "\(sums)")
  }

  @Test func largeBodiesDoNotStopUsualOnes() {
    var large: [[(share: BodyShares.Share, size: Int)]] = []
    for _ in 0..<12 { large.append(fill(KeyID.random(), bodySize: 16 << 20)) }
    var body = BodyShares.Share(of: bob)
    var size = 0
    while size < BodyShares.firstBytes {
      #expect(shares.grow(&body, by: Self.part))
      size += Self.part
    }
  }

  @Test func aBodyThatIsAloneIsBoundedByItsOwnLimit() {
    var body = BodyShares.Share(of: alice)
    for _ in 0..<1000 { #expect(shares.grow(&body, by: 64 * 1024)) }
    var other = BodyShares.Share(of: bob)
    #expect(!shares.grow(&other, by: 512 * 1024))
    shares.giveBack(other)
    shares.giveBack(body)
    #expect(shares.grow(&other, by: 512 * 1024))
  }
}
