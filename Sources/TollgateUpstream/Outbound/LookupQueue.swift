import NIOCore

/// Which names are looked up, which wait for a thread, and who waits for which. It is pure; the resolver looks up and keeps the
/// time.
///
/// A name is looked up once at a time, whoever asks for it. Names that are not known to be quick get half of the threads at most:
/// those of dead name servers, however many they are and though nobody has heard of them before, keep none waiting that answered
/// quickly. Whoever asks for names has a lane of his own, and lanes have turns: in that half nobody waits for all of another's.
struct LookupQueue<Waiter: Sendable> {
  private struct Lookup {
    var waiters: [UInt64: (waiter: Waiter, lane: String)] = [:]
    /// `nil` while there is no thread for it.
    var begun: NIODeadline?
    var isKnown = false

    func isAsked(in lane: String) -> Bool { waiters.values.contains { $0.lane == lane } }
  }

  /// How many quick names are remembered.
  private static var longestMemory: Int { 1000 }

  private let threads: Int
  private let places: Int
  private let slowness: TimeAmount
  private var lookups: [String: Lookup] = [:]
  /// The names without a thread that are asked for in each lane, in the order in which they came.
  private var queues: [String: [String]] = [:]
  /// The lanes of ``queues``, in the order of their turns.
  private var turns: [String] = []
  /// Names that were answered quickly the last time.
  private var quick: Set<String> = []
  private var running = 0
  private var runningUnknown = 0
  private var waiting = 0
  private var lastID: UInt64 = 0

  /// - Parameters:
  ///   - threads: how many names are looked up at a time.
  ///   - places: how many may wait, for whatever names.
  ///   - slowness: from when on a lookup is a slow one.
  init(threads: Int, places: Int, slowness: TimeAmount) {
    self.threads = threads
    self.places = places
    self.slowness = slowness
  }

  /// Somebody asks for a name.
  ///
  /// - Returns: what the place is known by, and the names whose lookup begins now; `nil` where no place is free.
  mutating func add(
    _ waiter: Waiter, for host: String, in lane: String, at now: NIODeadline
  ) -> (id: UInt64, begin: [String])? {
    guard waiting < places else { return nil }
    waiting += 1
    lastID += 1
    let lookup = lookups[host]
    if lookup?.begun == nil, lookup?.isAsked(in: lane) != true {
      if queues[lane] == nil { turns.append(lane) }
      queues[lane, default: []].append(host)
    }
    lookups[host, default: Lookup()].waiters[lastID] = (waiter, lane)
    return (lastID, beginNext(at: now))
  }

  /// Somebody waits no longer. A name that nobody waits for any more is not looked up.
  ///
  /// - Returns: who it was, and for how long the name has been asked for; `nil` where the answer was ahead.
  mutating func leave(_ id: UInt64, _ host: String, at now: NIODeadline) -> (waiter: Waiter, asked: TimeAmount)? {
    guard var lookup = lookups[host], let (waiter, lane) = lookup.waiters.removeValue(forKey: id) else { return nil }
    waiting -= 1
    if lookup.begun == nil, !lookup.isAsked(in: lane) { remove(host, from: lane) }
    lookups[host] = lookup.begun == nil && lookup.waiters.isEmpty ? nil : lookup
    return (waiter, lookup.begun.map { now - $0 } ?? .zero)
  }

  /// A lookup has ended.
  ///
  /// - Returns: who waits for it, and the names whose lookup begins now.
  mutating func end(_ host: String, at now: NIODeadline) -> (waiters: [Waiter], begin: [String]) {
    guard let lookup = lookups.removeValue(forKey: host), let begun = lookup.begun else { return ([], []) }
    running -= 1
    if !lookup.isKnown { runningUnknown -= 1 }
    waiting -= lookup.waiters.count
    if now - begun >= slowness {
      quick.remove(host)
    } else {
      if quick.count >= Self.longestMemory, !quick.contains(host) { quick.removeFirst() }
      quick.insert(host)
    }
    return (lookup.waiters.values.map(\.waiter), beginNext(at: now))
  }

  private mutating func beginNext(at now: NIODeadline) -> [String] {
    var hosts: [String] = []
    while running < threads, let host = nextHost() {
      let isKnown = quick.contains(host)
      running += 1
      if !isKnown { runningUnknown += 1 }
      lookups[host]?.begun = now
      lookups[host]?.isKnown = isKnown
      for lane in Set(lookups[host]?.waiters.values.map(\.lane) ?? []) { remove(host, from: lane) }
      hosts.append(host)
    }
    return hosts
  }

  /// The first name of the next lane that has one that may be looked up now. That lane's next turn is behind all others'.
  private mutating func nextHost() -> String? {
    let mayBeUnknown = runningUnknown < max(threads / 2, 1)
    for place in turns.indices {
      let lane = turns[place]
      guard let host = queues[lane]?.first(where: { mayBeUnknown || quick.contains($0) }) else { continue }
      turns.remove(at: place)
      turns.append(lane)
      return host
    }
    return nil
  }

  private mutating func remove(_ host: String, from lane: String) {
    queues[lane]?.removeAll { $0 == host }
    guard queues[lane]?.isEmpty == true else { return }
    queues[lane] = nil
    turns.removeAll { $0 == lane }
  }
}
