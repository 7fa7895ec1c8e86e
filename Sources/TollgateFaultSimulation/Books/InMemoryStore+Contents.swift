package import TollgateCore

extension InMemoryStore {
  package func recomputeContents(
    under normalisation: String, _ content: @escaping @Sendable (_ canonicalBody: [UInt8]) -> Content?
  ) async throws(StoreError) -> ContentRecomputation? {
    try await change { state in
      guard state.normalisation != normalisation else { return nil }
      state.normalisation = normalisation
      return state.recomputeContents(content)
    }
  }
}

extension BookState {
  /// Moves generations to the slots of their new contents, as ``ContentBooks`` says it.
  fileprivate mutating func recomputeContents(_ content: ([UInt8]) -> Content?) -> ContentRecomputation {
    let concerned = purchases.indices.filter { purchases[$0].body != nil && isConcerned(purchases[$0].generation) }
    var moves: [Int: Content] = [:]
    for place in concerned { moves[place] = purchases[place].body.flatMap(content) }
    let leaders = families().compactMap { family in family.last { concerned.contains($0) }.map { ($0, family) } }
    for (leader, family) in leaders {
      let content = moves[leader] ?? purchases[leader].generation.slot.content
      for place in family { moves[place] = content }
    }
    moves = moves.filter { purchases[$0.key].generation.slot.content != $0.value }

    var finished: [(place: Int, at: Timestamp)] = []
    var live: [(place: Int, resentAt: Timestamp?)] = []
    for place in moves.keys.sorted() {
      let generation = purchases[place].generation
      let slot = SlotKey(slot: generation.slot)
      if let old = slots[slot]?.finished, old.generation == generation.number {
        finished.append((place, old.at))
        slots[slot]?.finished = nil
      }
      if let contents = slots[slot], contents.live?.generation == generation.number {
        live.append((place, contents.resentAt))
        slots[slot]?.live = nil
        slots[slot]?.resentAt = nil
      }
      if let contents = slots[slot], contents.finished == nil, contents.live == nil { slots[slot] = nil }
    }
    for (place, content) in moves { purchases[place].generation.move(to: content) }
    for (place, at) in finished { enterFinished(place, at) }
    let displaced = enterLive(live)
    for place in displaced { purchases[place].generation.keepNothing() }
    return ContentRecomputation(read: concerned.count, moved: moves.count, displaced: displaced.count)
  }

  private func isConcerned(_ generation: Generation) -> Bool {
    let contents = slots[SlotKey(slot: generation.slot)]
    return contents?.finished?.generation == generation.number || contents?.live?.generation == generation.number
      || generation.state.isLive || idempotency.values.contains { $0.generation == generation.number }
  }

  /// Unknowns with what bought them again, in the order of their numbers.
  private func families() -> [[Int]] {
    var roots: [GenerationNumber: GenerationNumber] = [:]
    for resend in resends { roots[resend.new] = roots[resend.old] ?? resend.old }
    return Dictionary(grouping: roots.keys) { roots[$0] ?? $0 }
      .map { root, members in ([root] + members).sorted().map { Int($0.value) - 1 } }
  }

  private mutating func enterFinished(_ place: Int, _ at: Timestamp) {
    let generation = purchases[place].generation
    let slot = SlotKey(slot: generation.slot)
    if let other = slots[slot]?.finished, (other.at, other.generation) > (at, generation.number) { return }
    slots[slot, default: SlotContents()].finished = .init(generation: generation.number, at: at)
    slots[slot]?.loss = nil
  }

  /// - Returns: those that found their slot taken, with the unknowns that they had bought again.
  private mutating func enterLive(_ live: [(place: Int, resentAt: Timestamp?)]) -> Set<Int> {
    var contenders: [SlotKey: Set<Int>] = [:]
    for (place, resentAt) in live {
      let slot = SlotKey(slot: purchases[place].generation.slot)
      var contents = slots[slot] ?? SlotContents()
      contenders[slot, default: []].insert(place)
      if let occupant = contents.live { contenders[slot, default: []].insert(Int(occupant.generation.value) - 1) }
      contents.resentAt = [contents.resentAt, resentAt].compactMap(\.self).max()
      slots[slot] = contents
    }
    var displaced: Set<Int> = []
    for (slot, places) in contenders {
      let order = places.sorted { left, right in
        let (left, right) = (purchases[left].generation, purchases[right].generation)
        let (leftBlocks, rightBlocks) = (left.blocksItsSlot, right.blocksItsSlot)
        return leftBlocks == rightBlocks ? left.number < right.number : leftBlocks
      }
      guard let first = order.first else { continue }
      let generation = purchases[first].generation
      slots[slot]?.live = .init(generation: generation.number, state: generation.state)
      displaced.formUnion(order.dropFirst())
    }
    var open = Array(displaced)
    while let newer = open.popLast() {
      for resend in resends where resend.new == purchases[newer].generation.number {
        let older = Int(resend.old.value) - 1
        if purchases[older].generation.state.isLive, displaced.insert(older).inserted { open.append(older) }
      }
    }
    return displaced
  }
}

extension Generation {
  fileprivate var blocksItsSlot: Bool { state == .unknown || state == .stalled }
}
