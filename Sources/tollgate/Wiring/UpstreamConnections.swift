import ServiceLifecycle
import TollgateUpstream

/// Closes the connections to the upstream and to its files when everybody who uses them has stopped.
struct UpstreamConnections: Service {
  let client: ShortAPIClient
  let downloader: FileDownloader

  func run() async throws {
    try? await gracefulShutdown()
    await client.shutdown()
    await downloader.shutdown()
  }
}
