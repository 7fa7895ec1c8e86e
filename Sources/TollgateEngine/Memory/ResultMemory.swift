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

  /// What is known of a slot.
  enum Known: Sendable {
    case finished(Finished)
    // Large, and rarer than the other.
    indirect case running(Generation)
  }

  /// A moment between two removals, or changes of which nobody knows the outcome. What a reader of the store saw is remembered
  /// only where there was none since.
  struct Epoch: Sendable, Equatable {
    fileprivate var removals: UInt64 = 0
  }

  fileprivate struct State {
    var finished: BoundedCache<Slot, Finished>
    var records: BoundedCache<GenerationNumber, RecordTemplate>
    /// What runs in slots where nothing is finished; bounded by what the upstream runs.
    var running: [Slot: Generation] = [:]
    /// Slots whose contents are being changed in the store, and by how many at once: nothing is known of them until that is
    /// over.
    var changing: [Slot: Int] = [:]
    var epoch = Epoch()
    /// Looks that found something, and those that did not and were made for the last time.
    var slotLooks = (hits: 0, misses: 0)
    var recordLooks = (hits: 0, misses: 0)
  }

  /// What an entry costs besides its variable part, in the dictionary and in the cache's lists, rounded up.
  fileprivate static let entryOverhead = 512

  private let state: NIOLockedValueBox<State>

  init(limit: ByteCount) {
    let half = ByteCount(bytes: limit.bytes / 2)
    state = NIOLockedValueBox(State(finished: BoundedCache(limit: half), records: BoundedCache(limit: half)))
  }

  /// What a slot has, where that is known: its finished generation, or else the one that runs in it.
  ///
  /// - Parameters:
  ///   - slot: the slot.
  ///   - willLookAgain: whether memory is asked once more where it does not know, so that this is no miss.
  /// - Returns: `nil` for don't know.
  func known(of slot: Slot, willLookAgain: Bool = false) -> Known? {
    state.withLockedValue { state in
      if let finished = state.finished.value(for: slot) {
        state.slotLooks.hits += 1
        return .finished(finished)
      }
      let running = state.running[slot]
      if running != nil { state.slotLooks.hits += 1 } else if !willLookAgain { state.slotLooks.misses += 1 }
      return running.map { .running($0) }
    }
  }

  /// The record of a finished generation, where it is remembered.
  ///
  /// - Parameters:
  ///   - number: the generation.
  ///   - willLookAgain: whether memory is asked once more where it does not know, so that this is no miss.
  /// - Returns: `nil` for don't know.
  func record(of number: GenerationNumber, willLookAgain: Bool = false) -> RecordTemplate? {
    state.withLockedValue { state in
      let record = state.records.value(for: number)
      if record != nil { state.recordLooks.hits += 1 } else if !willLookAgain { state.recordLooks.misses += 1 }
      return record
    }
  }

  /// What is remembered, and how often it was looked for.
  var figures: (slots: GatewayFigures.Memory, records: GatewayFigures.Memory) {
    state.withLockedValue { state in
      (
        .init(
          hits: state.slotLooks.hits, misses: state.slotLooks.misses, entries: state.finished.count + state.running.count,
          bytes: state.finished.bytes),
        .init(
          hits: state.recordLooks.hits, misses: state.recordLooks.misses, entries: state.records.count,
          bytes: state.records.bytes)
      )
    }
  }

  /// The present moment, to be taken before the store is read.
  var epoch: Epoch { state.withLockedValue(\.epoch) }

  /// Forgets results that can no longer be replayed, or whose records are others now.
  func forget(_ generations: [Generation]) {
    state.withLockedValue { state in
      state.epoch.removals += 1
      for generation in generations {
        state.records.remove(generation.number)
        if state.running[generation.slot]?.number == generation.number { state.running.removeValue(forKey: generation.slot) }
        guard state.finished.value(for: generation.slot)?.generation == generation.number else { continue }
        state.finished.remove(generation.slot)
      }
    }
  }

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

  /// Ends the change; `contents` is what the store now has in the slot, where it is known, and was read after `epoch`.
  func endChange(by generation: Generation, contents: SlotContents?, seenAt epoch: Epoch? = nil) {
    state.withLockedValue { state in
      let others = (state.changing[generation.slot] ?? 1) - 1
      state.changing[generation.slot] = others > 0 ? others : nil
      state.records.remove(generation.number)
      guard let contents, let epoch else {
        // A reader that began before the change may bring what was finished before it, and nothing newer here would outdo that.
        state.epoch.removals += 1
        return
      }
      if let finished = contents.finished {
        if finished.generation == generation.number { state.noteFinished(generation, at: finished.at, seenAt: epoch) }
      } else if generation.files == .copying, contents.live?.generation == generation.number, state.epoch == epoch,
        state.changing[generation.slot] == nil
      {
        state.running[generation.slot] = generation
      }
    }
  }

  /// Remembers a finished generation. An older one never displaces a newer: what a reader of the store brings may be overtaken,
  /// and what is finished in a slot only ever gets newer, until it is removed.
  func noteFinished(_ generation: Generation, at: Timestamp, seenAt epoch: Epoch) {
    state.withLockedValue { $0.noteFinished(generation, at: at, seenAt: epoch) }
  }

  /// Remembers the record of a generation that was read after `epoch`.
  func noteRecord(_ record: RecordTemplate, of generation: Generation, seenAt epoch: Epoch) {
    state.withLockedValue { state in
      guard state.changing[generation.slot] == nil, state.epoch == epoch else { return }
      state.records.insert(record, for: generation.number, bytes: Self.entryOverhead + record.size)
    }
  }
}

extension ResultMemory.State {
  fileprivate mutating func noteFinished(_ generation: Generation, at: Timestamp, seenAt epoch: ResultMemory.Epoch) {
    guard changing[generation.slot] == nil, self.epoch == epoch else { return }
    if let known = finished.value(for: generation.slot), known.generation > generation.number { return }
    finished.insert(
      ResultMemory.Finished(generation: generation.number, at: at, cost: generation.cost), for: generation.slot,
      bytes: ResultMemory.entryOverhead + generation.slot.variant.utf8.count)
  }
}
