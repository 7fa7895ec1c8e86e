import NIOCore
import NIOPosix
import ServiceLifecycle

/// Tells the service manager again and again that the program lives, where it wants to know: as long as every event loop answers.
/// It is the first of the services, so that it goes on while the others stop.
struct Heartbeat: Service {
  let manager: ServiceManager

  func run() async throws {
    guard let watchdog = manager.watchdog else { return try await gracefulShutdown() }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try? await loop.submit {}.get() }
        manager.tell(.alive)
        // Half of the time is what `sd_watchdog_enabled(3)` recommends.
        try? await Task.sleep(for: watchdog / 2)
      }
    }
  }
}

/// Tells the service manager that the gateway stops. It is among the last of the services, which hear of it first.
struct StopNotice: Service {
  let manager: ServiceManager
  /// How long the stop takes at most.
  let limit: Duration

  func run() async throws {
    try? await gracefulShutdown()
    manager.tell(.stopping(within: limit))
  }
}
