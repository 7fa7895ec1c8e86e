import ServiceLifecycle
import TollgateUpstream

/// Ends what the poster of callbacks keeps, after the engine, which posts.
struct CallbackConnections: Service {
  let poster: CallbackPoster

  func run() async throws {
    try? await gracefulShutdown()
    await poster.shutdown()
  }
}
