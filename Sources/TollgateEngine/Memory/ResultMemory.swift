import NIOConcurrencyHelpers
import TollgateCore

/// What the engine remembers of the store, so that a repeat waits for nothing. It may say *yes* or *don't know*, never *no*:
/// what is not here is asked of the store.
final class ResultMemory: Sendable {
  /// A finished generation as a hit needs it.
  struct Finished: Sendable {
    let generation: GenerationNumber
    let at: Timestamp
    let cost: Money
  }

  /// A finished generation's record as a query needs it.
  struct Record: Sendable {
    let generation: Generation
    let data: JSONObject
  }

  private struct State {
    var finished: BoundedCache<Slot, Finished>
    var records: BoundedCache<GenerationNumber, Record>
    /// What runs in slots where nothing is finished; bounded by what the upstream runs.
    var running: [Slot: Generation] = [:]
    /// Slots whose contents are being changed in the store, and by how many at once: nothing is known of them until that is
    /// over.
    var changing: [Slot: Int] = [:]
  }

  /// What an entry costs besides its variable part, by measurement of the dictionary and list nodes, rounded up.
  private static let entryOverhead = 512

  private let state: NIOLockedValueBox<State>

  init(limit: ByteCount) {
    let half = ByteCount(bytes: limit.bytes / 2)
    state = NIOLockedValueBox(State(finished: BoundedCache(limit: half), records: BoundedCache(limit: half)))
  }

  /// The finished generation of a slot, where it is remembered.
  func finished(in slot: Slot) -> Finished? { state.withLockedValue { $0.finished.value(for: slot) } }

  /// The generation that runs in a slot, where it is known.
  func running(in slot: Slot) -> Generation? { state.withLockedValue { $0.running[slot] } }

  /// The record of a finished generation, where it is remembered.
  func record(of number: GenerationNumber) -> Record? { state.withLockedValue { $0.records.value(for: number) } }

  /// Remembers a generation that runs in a slot where nothing is finished.
  func noteRunning(_ generation: Generation) {
    state.withLockedValue { $0.running[generation.slot] = generation }
  }

  /// Forgets a slot before what happened to its generation is recorded: whoever has seen the change must not be answered with
  /// what was before.
  func beginChange(by generation: Generation) {
    state.withLockedValue { state in
      state.changing[generation.slot, default: 0] += 1
      state.finished.remove(generation.slot)
      if state.running[generation.slot]?.number == generation.number { state.running.removeValue(forKey: generation.slot) }
    }
  }

  /// Ends the change; `contents` is what the store now has in the slot, where it is known.
  func endChange(by generation: Generation, contents: SlotContents?) {
    state.withLockedValue { state in
      let others = (state.changing[generation.slot] ?? 1) - 1
      state.changing[generation.slot] = others > 0 ? others : nil
    }
    guard let finished = contents?.finished, finished.generation == generation.number else { return }
    noteFinished(generation, at: finished.at)
  }

  /// Remembers a finished generation. An older one never displaces a newer: what a reader of the store brings may be overtaken,
  /// and what is finished in a slot only ever gets newer.
  func noteFinished(_ generation: Generation, at: Timestamp) {
    state.withLockedValue { state in
      guard state.changing[generation.slot] == nil else { return }
      if let known = state.finished.value(for: generation.slot), known.generation > generation.number { return }
      state.finished.insert(
        Finished(generation: generation.number, at: at, cost: generation.cost), for: generation.slot,
        bytes: Self.entryOverhead + generation.slot.variant.utf8.count)
    }
  }

  func noteRecord(_ record: Record, bytes: Int) {
    state.withLockedValue { $0.records.insert(record, for: record.generation.number, bytes: Self.entryOverhead + bytes * 2) }
  }
}
