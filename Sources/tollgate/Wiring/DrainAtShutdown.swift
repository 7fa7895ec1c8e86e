import ServiceLifecycle
import TollgateEngine

/// Ends purchases as soon as the shutdown begins. It is the last of the services, so that it hears of it first.
struct DrainAtShutdown: Service {
  let drain: Drain

  func run() async throws {
    try? await gracefulShutdown()
    drain.begin()
  }
}
