import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateEngine

@Suite("The bounded cache")
struct BoundedCacheTests {
  @Test("keeps what was used last, up to its bound in bytes")
  func eviction() {
    var cache = BoundedCache<String, Int>(limit: ByteCount(bytes: 30))
    cache.insert(1, for: "a", bytes: 10)
    cache.insert(2, for: "b", bytes: 10)
    cache.insert(3, for: "c", bytes: 10)
    #expect(cache.value(for: "a") == 1)
    cache.insert(4, for: "d", bytes: 10)
    #expect(cache.value(for: "b") == nil, "b was used longest ago")
    #expect(["a", "c", "d"].map { cache.value(for: $0) } == [1, 3, 4])
    cache.insert(5, for: "e", bytes: 25)
    #expect(cache.count == 1)
    #expect(cache.bytes == 25)
    cache.insert(6, for: "f", bytes: 31)
    #expect(cache.value(for: "f") == nil, "larger than the bound")
  }

  @Test("agrees with a plain list over a random walk")
  func model() {
    var random = SeededGenerator(seed: 7)
    var cache = BoundedCache<Int, Int>(limit: ByteCount(bytes: 50))
    var model: [(key: Int, value: Int, bytes: Int)] = []
    for step in 0..<20_000 {
      let key = Int.random(in: 0..<20, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        let bytes = Int.random(in: 1...20, using: &random)
        cache.insert(step, for: key, bytes: bytes)
        model.removeAll { $0.key == key }
        model.append((key, step, bytes))
        while model.reduce(0, { $0 + $1.bytes }) > 50 { model.removeFirst() }
      case 1:
        cache.remove(key)
        model.removeAll { $0.key == key }
      default:
        let found = model.firstIndex { $0.key == key }.map { model.remove(at: $0) }
        if let found { model.append(found) }
        #expect(cache.value(for: key) == found?.value)
      }
      #expect(cache.count == model.count)
      #expect(cache.bytes == model.reduce(0) { $0 + $1.bytes })
    }
  }
}
