import Foundation

/// Keeps what is in memory, such as keys and prompts, out of core dumps: a crash must not write them to a disk where nobody looks
/// after them.
enum CoreDumps {
  /// No files of a core; and where the system gives cores to a program instead, whatever the limit is, none of the memory is in
  /// them. Unlike `PR_SET_DUMPABLE` this lets whoever runs the gateway look at it with a profiler or a debugger.
  static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    // Where it is refused, the limit is that of whoever has started this.
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #if os(Linux)
      // Which mappings of the process are in a core (core(5)). The file is there with most kernels.
      if let filter = FileHandle(forWritingAtPath: "/proc/self/coredump_filter") {
        try? filter.write(contentsOf: Data("0".utf8))
      }
    #endif
  }
}
