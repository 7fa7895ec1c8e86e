import Glibc
package import NIOCore
package import NIOPosix
package import TollgateCore

/// Asks the machine's own resolver, as every program on it does. A name server that does not answer holds a thread for as long
/// as the machine is told to wait for it, so the threads are of its own.
package struct SystemResolver: HostResolver {
  private let threads: NIOThreadPool
  private let eventLoop: any EventLoop

  /// - Parameters:
  ///   - threads: where the questions wait for their answers; its owner shuts it down.
  ///   - eventLoop: where the timeouts are kept.
  package init(threads: NIOThreadPool, eventLoop: any EventLoop) {
    self.threads = threads
    self.eventLoop = eventLoop
  }

  package func addresses(of host: String, within timeout: Duration) async throws(OutboundFailure) -> [IPAddress] {
    let answer = eventLoop.makePromise(of: [IPAddress].self)
    // Whichever comes second changes nothing.
    let timer = eventLoop.scheduleTask(in: TimeAmount(timeout)) { answer.fail(OutboundFailure.notResolved) }
    threads.runIfActive(eventLoop: eventLoop) { Self.lookUp(host) }.cascade(to: answer)
    defer { timer.cancel() }
    guard let addresses = try? await answer.futureResult.get(), !addresses.isEmpty else { throw .notResolved }
    return addresses
  }

  /// Waits for the answer, which may take many seconds.
  private static func lookUp(_ host: String) -> [IPAddress] {
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
