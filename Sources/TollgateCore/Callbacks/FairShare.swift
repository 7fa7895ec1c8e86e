/// How places are shared between keys without knowing how many there are: a key may take another one while it has fewer than
/// are free. One key alone gets half of them, *n* keys get an *n + 1*th each, and whoever comes new finds free ones.
///
/// It is the dynamic threshold of Choudhury and Hahne, with which switches share a buffer between ports
/// (<https://doi.org/10.1109/90.664262>).
package enum FairShare {
  /// How many more places a key may take.
  ///
  /// - Parameters:
  ///   - held: how many it has.
  ///   - free: how many nobody has.
  /// - Returns: zero where it has as many as are free.
  package static func room(held: Int, free: Int) -> Int { max(0, (free - held + 1) / 2) }
}
