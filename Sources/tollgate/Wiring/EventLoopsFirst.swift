import Foundation
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Lets the event loops go before all other threads: a hit does not wait for a core while something is bought, booked or kept.
///
/// A process may lower the priority of its threads without privileges, and only Linux has one for each. Threads come and go, and
/// those of Dispatch begin with a priority of its choice: so it is said again and again. Where the system shows no threads, all
/// stay equal.
struct EventLoopsFirst: Service {
  /// Against an event loop that wants a core for itself the others get a tenth of it (`sched(7)`, "The nice value"). With half the
  /// difference a hit waits half as long again.
  static let difference: Int32 = 10
  private static let pause: Duration = .milliseconds(200)

  func run() async throws {
    #if os(Linux)
      let eventLoops = await Self.eventLoops()
      guard !eventLoops.isEmpty else { return try await gracefulShutdown() }
      let lowered = min(getpriority(Self.oneThread, id_t(getpid())) + Self.difference, 19)
      await cancelWhenGracefulShutdown {
        while !Task.isCancelled {
          for thread in Self.threads() where !eventLoops.contains(thread) {
            // One that has ended meanwhile needs none.
            _ = setpriority(Self.oneThread, id_t(thread), lowered)
          }
          try? await Task.sleep(for: Self.pause)
        }
      }
    #else
      try await gracefulShutdown()
    #endif
  }

  #if os(Linux)
    /// On Linux, `PRIO_PROCESS` means the thread of this number.
    private static let oneThread = __priority_which_t(PRIO_PROCESS.rawValue)

    /// The numbers of this process's threads.
    static func threads() -> [Int32] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
      return names.compactMap { Int32($0) }
    }

    /// The numbers of the threads of SwiftNIO's event loops.
    ///
    /// - Returns: none where one of them cannot be found out: it would be put behind the others.
    private static func eventLoops() async -> Set<Int32> {
      var threads: Set<Int32> = []
      for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
        let path = try? await loop.submit {
          try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        }.get()
        guard let thread = path?.split(separator: "/").last.flatMap({ Int32($0) }) else { return [] }
        threads.insert(thread)
      }
      return threads
    }
  #endif
}
