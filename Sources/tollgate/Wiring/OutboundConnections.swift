import ServiceLifecycle
import TollgateUpstream

/// Everything that connects to others: it is closed when everybody who uses it has stopped.
struct OutboundConnections: Service {
  let upstream: ShortAPIClient
  let downloader: FileDownloader
  let poster: CallbackPoster

  func run() async throws {
    try? await gracefulShutdown()
    await close()
  }

  func close() async {
    await upstream.shutdown()
    await downloader.shutdown()
    await poster.shutdown()
  }
}
