import Foundation

/// How many files, sockets included, this process may have open at once.
enum OpenFileLimit {
  /// What a process may always have.
  private static let usual = 1024

  /// Raises the limit to the most that the system allows without privileges.
  ///
  /// - Returns: the limit that holds now.
  static func raise() -> Int {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return usual }
    limit.rlim_cur = limit.rlim_max
    // Where it fails, the old limit holds.
    _ = unsafe setrlimit(resource, &limit)
    guard unsafe getrlimit(resource, &limit) == 0 else { return usual }
    return Int(clamping: limit.rlim_cur)
  }

  /// What a server may have open of so many files, when the rest of the process has its own.
  struct Shares: Equatable {
    /// The database, the upstream and the log need some.
    private static let reserved = 256

    let connections: Int
    /// Kept files that are being sent, one for a connection at most.
    let sentFiles: Int

    /// - Parameters:
    ///   - files: what the system allows.
    ///   - wanted: how many connections are wanted.
    init(of files: Int, connections wanted: Int) {
      let available = max(files - Self.reserved, files / 2)
      connections = min(wanted, available - available / 4)
      sentFiles = min(connections, available - connections)
    }
  }
}
