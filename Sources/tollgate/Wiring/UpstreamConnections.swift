import ServiceLifecycle
import TollgateUpstream

/// Closes the connections to the upstream when everybody who uses them has stopped.
struct UpstreamConnections: Service {
  let client: ShortAPIClient

  func run() async throws {
    try? await gracefulShutdown()
    await client.shutdown()
  }
}
