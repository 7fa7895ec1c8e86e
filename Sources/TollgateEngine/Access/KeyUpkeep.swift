import Logging
import ServiceLifecycle
import TollgateCore

/// Keeps the keys in memory what they are in the store: reads them again where that failed, and ends former secrets for good, in
/// memory and in the store, when their overlap is first seen to be over.
struct KeyUpkeep: Service {
  private static let interval: Duration = .seconds(5)

  let keyRing: KeyRing
  let reader: KeyReader
  let store: any Store
  let time: any TimeSource
  let logger: Logger

  func run() async throws {
    await repeating(every: Self.interval, time: time) { await tend() }
    await tend()
  }

  /// What cannot be done is tried again the next time.
  func tend() async {
    keyRing.endFormerSecrets(at: time.now())
    let ended = keyRing.unforgottenSecrets
    do {
      if !ended.isEmpty {
        try await store.forgetFormerSecrets(ended)
        keyRing.noteForgotten(ended)
      }
      if keyRing.needsReload { try await reader.reload(keyRing) }
    } catch {
      logger.warning(
        "the keys could not be brought up to date, which is tried again every few seconds", metadata: ["error": "\(error)"])
    }
  }
}
