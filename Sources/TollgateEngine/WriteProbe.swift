import ServiceLifecycle
import TollgateCore

/// Finds out whether a store that could not be written can be again, by one small write every few seconds: whoever asks whether
/// the gateway is ready sends it nothing to write as long as it is not.
struct WriteProbe: Service {
  private static let interval: Duration = .seconds(2)

  let store: any Store
  let time: any TimeSource

  func run() async throws {
    await repeating(every: Self.interval, time: time) {
      // A serial that nobody gets; there are a million millions of them.
      if store.condition().trouble != nil { _ = try? await store.reserveSerials(1) }
    }
  }
}
