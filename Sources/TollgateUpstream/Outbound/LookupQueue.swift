import NIOCore

/// Which names are looked up, which wait for a thread, and who waits for which. It is pure; the resolver looks up and keeps the
/// time.
///
/// A name is looked up once at a time, whoever asks for it. Names that took long the last time get half of the threads, so that
/// those of dead name servers do not keep all others waiting.
struct LookupQueue<Waiter: Sendable> {
  private struct Lookup {
    var waiters: [UInt64: Waiter] = [:]
    /// `nil` while there is no thread for it.
    var begun: NIODeadline?
    var isSlow = false
  }

  /// How many slow names are remembered.
  private static var longestMemory: Int { 1000 }

  private let threads: Int
  private let places: Int
  private let slowness: TimeAmount
  private var lookups: [String: Lookup] = [:]
  /// The names without a thread, in the order in which they came.
  private var queue: [String] = []
  private var slow: Set<String> = []
  private var running = 0
  private var runningSlow = 0
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
  mutating func add(_ waiter: Waiter, for host: String, at now: NIODeadline) -> (id: UInt64, begin: [String])? {
    guard waiting < places else { return nil }
    waiting += 1
    lastID += 1
    if lookups[host] == nil { queue.append(host) }
    lookups[host, default: Lookup()].waiters[lastID] = waiter
    return (lastID, beginNext(at: now))
  }

  /// Somebody waits no longer. A name that nobody waits for any more is not looked up.
  ///
  /// - Returns: who it was, and for how long the name has been asked for; `nil` where the answer was ahead.
  mutating func leave(_ id: UInt64, _ host: String, at now: NIODeadline) -> (waiter: Waiter, asked: TimeAmount)? {
    guard var lookup = lookups[host], let waiter = lookup.waiters.removeValue(forKey: id) else { return nil }
    waiting -= 1
    if lookup.begun == nil, lookup.waiters.isEmpty {
      lookups[host] = nil
      queue.removeAll { $0 == host }
    } else {
      lookups[host] = lookup
    }
    return (waiter, lookup.begun.map { now - $0 } ?? .zero)
  }

  /// A lookup has ended.
  ///
  /// - Returns: who waits for it, and the names whose lookup begins now.
  mutating func end(_ host: String, at now: NIODeadline) -> (waiters: [Waiter], begin: [String]) {
    guard let lookup = lookups.removeValue(forKey: host), let begun = lookup.begun else { return ([], []) }
    running -= 1
    if lookup.isSlow { runningSlow -= 1 }
    waiting -= lookup.waiters.count
    if now - begun >= slowness {
      if slow.count >= Self.longestMemory { slow.removeFirst() }
      slow.insert(host)
    } else {
      slow.remove(host)
    }
    return (Array(lookup.waiters.values), beginNext(at: now))
  }

  private mutating func beginNext(at now: NIODeadline) -> [String] {
    var hosts: [String] = []
    while running < threads {
      let mayBeSlow = runningSlow < max(threads / 2, 1)
      guard let place = queue.firstIndex(where: { mayBeSlow || !slow.contains($0) }) else { break }
      let host = queue.remove(at: place)
      let isSlow = slow.contains(host)
      running += 1
      if isSlow { runningSlow += 1 }
      lookups[host]?.begun = now
      lookups[host]?.isSlow = isSlow
      hosts.append(host)
    }
    return hosts
  }
}
