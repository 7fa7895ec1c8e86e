import ServiceLifecycle
import TollgateEngine
import TollgateUpstream

/// Ends purchases as soon as the shutdown begins. It is the last of the services, so that it hears of it first.
struct DrainAtShutdown: Service {
  let drain: Drain

  func run() async throws {
    try? await gracefulShutdown()
    drain.begin()
  }
}

/// Closes the connections to the upstream when everybody who uses them has stopped.
struct UpstreamConnections: Service {
  let client: ShortAPIClient

  func run() async throws {
    try? await gracefulShutdown()
    await client.shutdown()
  }
}
