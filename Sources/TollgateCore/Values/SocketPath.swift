/// Paths of Unix sockets.
package enum SocketPath {
  /// The longest path that a Unix socket's address holds, in bytes, without its final zero (`unix(7)`).
  package static let longest = 107

  /// Whether a socket can be made there: the path begins with a slash, ends with a name, and is not too long.
  package static func isUsable(_ path: String) -> Bool {
    path.hasPrefix("/") && !path.hasSuffix("/") && path.utf8.count <= longest
      && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
