/// SplitMix64 (<https://prng.di.unimi.it/splitmix64.c>): the same numbers for the same seed, on every machine.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator whose sequence depends on the seed alone.
  package init(seed: UInt64) { state = seed }

  /// The next number of the sequence.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below `bound`; slightly uneven, which tests do not mind, and fast without optimisation.
  package mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % bound }

  /// `true` so many times in all, on average.
  package mutating func chance(_ one: Int, in all: Int) -> Bool { below(all) < one }
}
