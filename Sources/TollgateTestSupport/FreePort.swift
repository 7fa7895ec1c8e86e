import Glibc

/// Ports of loopback that nobody listens on.
package enum FreePort {
  /// All ports that were tried are taken.
  package struct NoneFree: Error {}

  /// A port that nobody listens on, below those that the system gives to connections: while a server is away, somebody's
  /// connection must not get its port.
  ///
  /// - Throws: ``NoneFree``.
  package static func next() throws -> Int {
    for _ in 0..<100 {
      let port = UInt16.random(in: 20_000..<32_000)
      if canBind(port) { return Int(port) }
    }
    throw NoneFree()
  }

  private static func canBind(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
