import NIOConcurrencyHelpers
import ServiceLifecycle
import TollgateCore

/// Does something at once and then at intervals, until the service that it is for is shut down or cancelled. Every wait is the
/// time source's, and no task is left behind.
func repeating(every interval: Duration, time: any TimeSource, _ work: () async -> Void) async {
  let wake = WakeSignal(time: time)
  let isStopping = NIOLockedValueBox(false)
  await withGracefulShutdownHandler {
    while !Task.isCancelled, !isStopping.withLockedValue({ $0 }) {
      await work()
      await wake.wait(untilUptime: time.uptime() + interval)
    }
  } onGracefulShutdown: {
    isStopping.withLockedValue { $0 = true }
    wake.raise()
  }
}
