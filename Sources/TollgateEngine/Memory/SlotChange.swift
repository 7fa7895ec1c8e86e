import TollgateCore

/// Changes what became of a generation, in the store and in memory: whoever has seen the change is not answered with what was
/// before.
struct SlotChange: Sendable {
  let store: any Store
  let memory: ResultMemory
  /// Raised where a job may have come to its end, for its callbacks.
  let callbackWake: WakeSignal

  /// Runs `change`, which returns the generation as it is afterwards.
  func perform(
    on generation: Generation, _ change: () async throws(StoreError) -> Generation
  ) async throws(StoreError) -> Generation {
    memory.beginChange(by: generation)
    let changed: Generation
    do {
      changed = try await change()
    } catch {
      memory.endChange(by: generation, contents: nil)
      throw error
    }
    // Where the slot cannot be read now, the next create reads it.
    let epoch = memory.epoch
    let contents = changed.state == .succeeded ? try? await store.contents(of: changed.slot) : nil
    memory.endChange(by: changed, contents: contents, seenAt: epoch)
    if changed.state == .succeeded || changed.state == .failed { callbackWake.raise() }
    return changed
  }
}
