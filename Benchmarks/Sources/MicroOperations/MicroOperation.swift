/// Something small that every request, or every byte of one, goes through.
package struct MicroOperation: Sendable {
  /// What it is called on the command line and in tables.
  package let name: String
  /// How many bytes go in; 0 where that says nothing.
  package let byteCount: Int
  /// Prepares it, and gives what does it so many times. What that returns has no meaning; it keeps the work from being left out.
  package let prepare: @Sendable () -> (Int) -> Int

  init(_ name: String, byteCount: Int = 0, prepare: @escaping @Sendable () -> (Int) -> Int) {
    self.name = name
    self.byteCount = byteCount
    self.prepare = prepare
  }

  /// All of them, in the order in which a create meets them. Reading the head and writing the answer are measured end to end
  /// only, by `./dev bench`.
  package static let all: [MicroOperation] = limits + json + hashing + tickets + usage
}
