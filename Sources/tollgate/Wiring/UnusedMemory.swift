import Foundation
import ServiceLifecycle

#if os(Linux)
  import CMalloc
#endif

/// Gives the system back what is not needed: soon after the start the pages of the program that only the start needed, which are
/// more than half of what it has in memory by then, and from time to time those that were needed once, and what is free on the
/// heap in pieces of a page and more. What is still needed of the program comes back from the page cache, a fault at a time.
struct UnusedMemory: Service {
  /// Until so long after the start it looks through files and settles.
  private static let patience: Duration = .seconds(10)
  private static let interval: Duration = .seconds(300)

  /// Has all threads share so many heaps at most; by default there would be eight for every core (`mallopt(3)`), and each keeps
  /// free pieces of its own. What is small each thread keeps for itself, so that they seldom meet.
  private static let heaps: Int32 = 2

  /// Has the process make no more heaps than it needs. The first threads have made theirs by then.
  static func limitHeaps() {
    #if os(Linux)
      _ = mallopt(M_ARENA_MAX, heaps)
    #endif
  }

  func run() async throws {
    #if os(Linux)
      try? await cancelWhenGracefulShutdown {
        try await Task.sleep(for: Self.patience)
        while true {
          Self.letGoOfProgram()
          // The heaps of many threads are otherwise given back only at their ends (`malloc_trim(3)`).
          _ = malloc_trim(0)
          try await Task.sleep(for: Self.interval)
        }
      }
    #endif
    try await gracefulShutdown()
  }

  #if os(Linux)
    /// Lets go of the mapped instructions of this program. They are never written to, so that nothing is lost (`madvise(2)`).
    static func letGoOfProgram() {
      guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
        let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
      else { return }
      for line in maps.split(separator: "\n") where line.hasSuffix(" " + program) {
        // Such as: 55b16c284000-55b16f4df000 r-xp 00000000 fe:00 1234 /usr/bin/tollgate
        let fields = line.split(separator: " ", maxSplits: 2)
        guard fields[1] == "r-xp" else { continue }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard bounds.count == 2, bounds[0] < bounds[1] else { continue }
        // Where it is refused, the pages stay.
        _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: bounds[0]), Int(bounds[1] - bounds[0]), MADV_DONTNEED)
      }
    }
  #endif
}
