import CoreMetrics
import NIOCore
import NIOPosix
import ServiceLifecycle
import TollgateCore

/// Looks once a second how soon each event loop begins what it is given: all clients of a loop wait as long.
struct EventLoopLag: Service {
  private static let interval: Duration = .seconds(1)

  private let times: CoreMetrics.Timer

  init(_ metrics: any MetricsFactory) {
    times = CoreMetrics.Timer(label: "tollgate_event_loop_lag_seconds", factory: metrics)
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { ask(loop) }
        try? await Task.sleep(for: Self.interval)
      }
    }
  }

  /// Nobody waits for the answer: a loop that stood still is late with each of those that it was given meanwhile.
  private func ask(_ loop: any EventLoop) {
    let began = NIODeadline.now()
    loop.execute { [times] in times.recordNanoseconds((NIODeadline.now() - began).nanoseconds) }
  }
}
