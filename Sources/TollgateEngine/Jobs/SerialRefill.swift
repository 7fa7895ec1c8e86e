import Logging
import ServiceLifecycle
import TollgateCore

/// Fetches the next block of serials when half of the current one is used.
struct SerialRefill: Service {
  /// Half a block lasts for five seconds at a hundred thousand hits a second.
  private static let interval: Duration = .seconds(1)

  let tickets: TicketOffice
  let store: any Store
  let time: any TimeSource
  let logger: Logger

  func run() async throws { await repeating(every: Self.interval, time: time) { await refill() } }

  private func refill() async {
    guard tickets.claimRefill() else { return }
    do {
      tickets.refill(try await store.reserveSerials(TicketOffice.blockSize))
    } catch {
      tickets.refill(nil)
      logger.error("no new serials for job ids; hits end when the last are used", metadata: ["error": "\(error)"])
    }
  }
}
