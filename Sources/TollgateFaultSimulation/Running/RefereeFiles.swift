import NIOConcurrencyHelpers
import TollgateCore

/// One run's way to the files of the upstream's results.
final class RefereeFiles: FileSource {
  /// How much of a file comes before it breaks off, in bytes.
  private static let firstPart = 40

  private let referee: Referee
  private let isDead = NIOLockedValueBox(false)

  init(referee: Referee) { self.referee = referee }

  /// Ends the run: nothing is asked for any more.
  func die() { isDead.withLockedValue { $0 = true } }

  func download(_ request: FileRequest, into sink: any FileSink) async -> FileOutcome {
    guard !isDead.withLockedValue({ $0 }) else { return .failed(reason: "the process has ended") }
    let call = NIOLockedValueBox<Int?>(nil)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        call.withLockedValue { $0 = referee.wait(forFile: request.url, continuation) }
      }
    } onCancel: {
      if let number = call.withLockedValue({ $0 }) { referee.answer(number, .failed(reason: "cancelled")) }
    }
    let bytes = Self.bytes(of: request.url)
    do throws(BlobError) {
      switch outcome {
      case .complete:
        try await sink.begin(at: request.offset, validator: "\"file\"")
        try await sink.append(Array(bytes[Int(request.offset)...]))
      case .cut where request.offset == 0:
        try await sink.begin(at: 0, validator: "\"file\"")
        try await sink.append(Array(bytes[..<Self.firstPart]))
      default: break
      }
      return outcome
    } catch {
      return .notStored(error)
    }
  }

  /// A hundred bytes, of which there are three kinds: different jobs may bring the same file.
  private static func bytes(of url: String) -> [UInt8] {
    [UInt8](repeating: UInt8(url.utf8.reduce(0) { $0 &+ Int($1) } % 3), count: 100)
  }
}
