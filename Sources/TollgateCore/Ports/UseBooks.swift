/// What the store knows of who asked for which result. It is statistics, and no money; it stays where a result is purged or removed
/// to make room, as what the result cost does.
package protocol UseBooks: Sendable {
  /// Who asked for a generation's result without buying it: the `limit` keys that did so most often, and all others together.
  func uses(of number: GenerationNumber, limit: Int) async throws(StoreError) -> GenerationUses

  /// How often each of these generations' results was asked for; those that nobody asked for are left out.
  func useSums(of numbers: [GenerationNumber]) async throws(StoreError) -> [GenerationNumber: UseSum]
}
