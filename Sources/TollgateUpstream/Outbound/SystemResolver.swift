import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TollgateCore

/// Asks the machine's own resolver, as every program on it does. A name server that does not answer holds a thread for as long
/// as the machine is told to wait for it, so the threads are of its own, and what waits for them is a ``LookupQueue``.
struct SystemResolver: HostResolver {
  /// How many callers may wait.
  private static let places = 1000
  /// A name server that answers does so sooner.
  private static let slowness = TimeAmount.seconds(2)

  private let threads: NIOThreadPool
  private let eventLoop: any EventLoop
  private let lookUp: @Sendable (String) -> [IPAddress]
  private let queue: NIOLockedValueBox<LookupQueue<EventLoopPromise<[IPAddress]>>>

  /// - Parameters:
  ///   - threads: where the questions wait for their answers; its owner shuts it down.
  ///   - count: how many threads there are.
  ///   - eventLoop: where the timeouts are kept.
  ///   - places: how many callers may wait.
  ///   - slowness: from when on a lookup is a slow one.
  ///   - lookUp: waits for the addresses of a name, which may take many seconds; none where there is none.
  init(
    threads: NIOThreadPool, count: Int, eventLoop: any EventLoop, places: Int = Self.places,
    slowness: TimeAmount = Self.slowness,
    lookUp: @escaping @Sendable (String) -> [IPAddress] = { Self.systemAddresses(of: $0) }
  ) {
    self.threads = threads
    self.eventLoop = eventLoop
    self.lookUp = lookUp
    queue = NIOLockedValueBox(LookupQueue(threads: max(count, 1), places: places, slowness: slowness))
  }

  func addresses(
    of host: String, for lane: String, within timeout: Duration
  ) async throws(OutboundFailure) -> [IPAddress] {
    let answer = eventLoop.makePromise(of: [IPAddress].self)
    guard let place = queue.withLockedValue({ $0.add(answer, for: host, in: lane, at: .now()) }) else {
      answer.fail(OutboundFailure.notLookedUp)
      throw .notLookedUp
    }
    let timeout = TimeAmount(timeout)
    let timer = eventLoop.scheduleTask(in: timeout) {
      guard let (answer, asked) = queue.withLockedValue({ $0.leave(place.id, host, at: .now()) }) else { return }
      // What had no thread, or had it for a part of the time only, says nothing about the name.
      let hadTime = asked.nanoseconds >= timeout.nanoseconds / 2
      answer.fail(hadTime ? OutboundFailure.notResolved : .notLookedUp)
    }
    begin(place.begin)
    defer { timer.cancel() }
    do {
      let addresses = try await answer.futureResult.get()
      if addresses.isEmpty { throw OutboundFailure.notResolved }
      return addresses
    } catch {
      throw error as? OutboundFailure ?? .notResolved
    }
  }

  private func begin(_ hosts: [String]) {
    for host in hosts {
      // It is called without the work where the threads have ended.
      threads.submit { state in
        let addresses = if case .active = state { lookUp(host) } else { [IPAddress]() }
        let (waiters, next) = queue.withLockedValue { $0.end(host, at: .now()) }
        begin(next)
        for waiter in waiters { waiter.succeed(addresses) }
      }
    }
  }

  /// Waits for the answer, which may take many seconds.
  static func systemAddresses(of host: String) -> [IPAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [IPAddress] = []
    var entry = unsafe list
    while let current = unsafe entry {
      let socket = unsafe UnsafeRawBufferPointer(start: current.pointee.ai_addr, count: Int(current.pointee.ai_addrlen))
      if let address = unsafe address(of: Array(socket), family: current.pointee.ai_family), !addresses.contains(address) {
        addresses.append(address)
      }
      unsafe entry = unsafe current.pointee.ai_next
    }
    return addresses
  }

  /// Takes the address out of a `sockaddr_in` or `sockaddr_in6`, behind the family and the port, and in the latter the flow.
  private static func address(of socket: [UInt8], family: Int32) -> IPAddress? {
    switch family {
    case AF_INET: IPAddress(bytes: socket.dropFirst(4).prefix(4))
    case AF_INET6: IPAddress(bytes: socket.dropFirst(8).prefix(16))
    default: nil
    }
  }
}
