/// SipHash-2-4 of up to four words, a keyed pseudo-random function made for short inputs (<https://www.aumasson.jp/siphash/>).
/// Inputs here are whole 64-bit words, so that its last block holds nothing but the length.
struct SipHash: Sendable {
  private let key: (UInt64, UInt64)

  init(key first: UInt64, _ second: UInt64) { key = (first, second) }

  func hash(_ word: UInt64) -> UInt64 {
    var state = State(key)
    state.absorb(word)
    return state.finish(byteCount: 8)
  }

  func hash(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) -> UInt64 {
    var state = State(key)
    state.absorb(first)
    state.absorb(second)
    state.absorb(third)
    state.absorb(fourth)
    return state.finish(byteCount: 32)
  }

  private struct State {
    var v0: UInt64
    var v1: UInt64
    var v2: UInt64
    var v3: UInt64

    init(_ key: (UInt64, UInt64)) {
      v0 = key.0 ^ 0x736f_6d65_7073_6575
      v1 = key.1 ^ 0x646f_7261_6e64_6f6d
      v2 = key.0 ^ 0x6c79_6765_6e65_7261
      v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    @inline(__always)
    mutating func absorb(_ word: UInt64) {
      v3 ^= word
      round()
      round()
      v0 ^= word
    }

    mutating func finish(byteCount: UInt64) -> UInt64 {
      absorb(byteCount << 56)
      v2 ^= 0xff
      round()
      round()
      round()
      round()
      return v0 ^ v1 ^ v2 ^ v3
    }

    // Sixteen instructions, and as many again where it is called.
    @inline(__always)
    private mutating func round() {
      v0 = v0 &+ v1
      v1 = (v1 &<< 13 | v1 &>> 51) ^ v0
      v0 = v0 &<< 32 | v0 &>> 32
      v2 = v2 &+ v3
      v3 = (v3 &<< 16 | v3 &>> 48) ^ v2
      v0 = v0 &+ v3
      v3 = (v3 &<< 21 | v3 &>> 43) ^ v0
      v2 = v2 &+ v1
      v1 = (v1 &<< 17 | v1 &>> 47) ^ v2
      v2 = v2 &<< 32 | v2 &>> 32
    }
  }
}
