import NIOConcurrencyHelpers
import TollgateCore

/// Hands out job ids and opens them again. Serials come from durable blocks, the next of which is fetched when half of the
/// current one is used: handing out an id never waits for a disk.
final class TicketOffice: Sendable {
  /// A block's serials. A full disk still leaves half of them.
  static let blockSize: Int64 = 1 << 20

  private struct Serials {
    var current: Range<Int64>
    var next: Range<Int64>?
    var isFetching = false

    /// Beyond this no serial was ever handed out.
    var last: Int64 { (next ?? current).upperBound - 1 }
  }

  private let epochs: TicketEpochs
  private let serials: NIOLockedValueBox<Serials>
  /// The newest generation that a ticket may name.
  private let lastGeneration: NIOLockedValueBox<GenerationNumber?>

  /// - Parameters:
  ///   - secrets: the store's, under which ids are sealed.
  ///   - block: the first durable block of serials.
  ///   - lastGeneration: the newest generation in the store; `nil` where there is none.
  init(secrets: TicketSecrets, block: Range<Int64>, lastGeneration: GenerationNumber?) {
    epochs = TicketEpochs(secrets)
    serials = NIOLockedValueBox(Serials(current: block))
    self.lastGeneration = NIOLockedValueBox(lastGeneration)
  }

  /// No job id that was handed out so far has a higher serial.
  var lastTakenSerial: Int64 { serials.withLockedValue { $0.current.lowerBound - 1 } }

  /// Takes a serial.
  ///
  /// - Returns: `nil` where the block is used up and the next could not be fetched.
  func takeSerial() -> Int64? {
    serials.withLockedValue { serials in
      if serials.current.isEmpty, let next = serials.next {
        serials.current = next
        serials.next = nil
      }
      guard let serial = serials.current.first else { return nil }
      serials.current = (serial + 1)..<serials.current.upperBound
      return serial
    }
  }

  /// Whether the caller should fetch the next block now. Says yes to one caller at a time.
  func claimRefill() -> Bool {
    serials.withLockedValue { serials in
      guard !serials.isFetching, serials.next == nil, serials.current.count <= Self.blockSize / 2 else { return false }
      serials.isFetching = true
      return true
    }
  }

  /// Ends a claimed refill; `nil` where it failed.
  func refill(_ block: Range<Int64>?) {
    serials.withLockedValue { serials in
      serials.isFetching = false
      if let block { serials.next = block }
    }
  }

  func jobID(generation: GenerationNumber, serial: Int64, key: KeyID) -> String {
    lastGeneration.withLockedValue { $0 = max($0 ?? generation, generation) }
    return epochs.seal(generation: generation, serial: serial, key: key)
  }

  /// Opens a job id for one key.
  ///
  /// - Returns: `nil` for every id that was not issued to this key.
  func open(_ jobID: String, key: KeyID) -> JobTicket? {
    guard let lastGeneration = lastGeneration.withLockedValue({ $0 }) else { return nil }
    let bounds = TicketBounds(lastGeneration: lastGeneration, lastSerial: serials.withLockedValue(\.last))
    return epochs.open(jobID, key: key, bounds: bounds)
  }
}
