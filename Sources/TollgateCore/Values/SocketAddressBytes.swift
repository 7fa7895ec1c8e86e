package import Glibc

/// Addresses of Unix sockets as the system takes them.
package enum SocketAddressBytes {
  /// Gives `body` the address of a path, which is at most as long as ``SocketPath/longest``, or, where it begins with a zero, of
  /// an abstract name.
  ///
  /// - Returns: what `body` returns; `nil` for a path that is too long.
  package static func with<Result>(
    path: [UInt8], _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result? {
    var address = sockaddr_un()
    guard path.count <= SocketPath.longest else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    // An abstract name is as long as it is, and a path ends with a zero.
    let isAbstract = path.first == 0
    let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 0
    let length = socklen_t(offset + path.count + (isAbstract ? 0 : 1))
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
    }
  }
}
