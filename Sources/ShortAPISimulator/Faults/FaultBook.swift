/// The faults that are set, and how often each was applied.
struct FaultBook {
  private(set) var entries: [FaultState] = []
  private var generator: SeededGenerator

  init(_ faults: [Fault], seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    add(faults)
  }

  mutating func add(_ faults: [Fault]) {
    entries += faults.map { FaultState(fault: $0, applied: 0) }
  }

  mutating func removeAll() { entries = [] }

  /// Chooses the fault that befalls a request, and uses it up by one.
  mutating func take(on endpoint: Fault.Endpoint, concerningJob: Bool = false, contains: (String) -> Bool) -> Fault? {
    for index in entries.indices {
      let entry = entries[index]
      let fault = entry.fault
      guard fault.on == endpoint, fault.kind.concernsJob == concerningJob, entry.remaining != 0 else { continue }
      guard fault.match.map(contains) ?? true, generator.draws(fault.probability) else { continue }
      entries[index].applied += 1
      return fault
    }
    return nil
  }
}

/// A fault and how often it was applied.
package struct FaultState: Sendable, Equatable {
  /// The fault as it was set.
  package let fault: Fault
  /// How often it was applied.
  package internal(set) var applied: Int

  /// How often it will still be applied; `nil` for always.
  package var remaining: Int? { fault.times.map { max(0, $0 - applied) } }
}
