import Glibc

/// The limit of open files, which thousands of connections need more of.
package enum OpenFiles {
  /// Allows this process and those that it starts as many open files as the system does; the usual 1024 are not enough for a
  /// thousand connections.
  ///
  /// - Returns: how many; 0 where the system does not say.
  @discardableResult
  package static func raiseLimit() -> Int {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return 0 }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(resource, &limit)
    _ = unsafe getrlimit(resource, &limit)
    return Int(clamping: limit.rlim_cur)
  }
}
