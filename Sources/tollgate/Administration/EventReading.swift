import AsyncHTTPClient
import Foundation
import NIOCore
import TollgateCore

/// Reads Server-Sent Events as the gateway writes them: one line of data each.
enum EventReading {
  private static let prefix = Array("data: ".utf8)
  /// No event comes near to it.
  private static let longestLine = 1 << 20

  /// The events of an answer, until it ends.
  static func events(in body: HTTPClientResponse.Body) -> AsyncThrowingStream<RequestEvent, any Error> {
    let (events, giver) = AsyncThrowingStream.makeStream(of: RequestEvent.self)
    let reading = Task {
      do {
        var line: [UInt8] = []
        for try await piece in body {
          for byte in piece.readableBytesView {
            guard byte == UInt8(ascii: "\n") else {
              guard line.count < longestLine else {
                throw AdministrationError(.unavailable, "The gateway's events cannot be read.")
              }
              line.append(byte)
              continue
            }
            if line.starts(with: prefix) {
              giver.yield(try JSONDecoder().decode(RequestEvent.self, from: Data(line.dropFirst(prefix.count))))
            }
            line.removeAll(keepingCapacity: true)
          }
        }
        giver.finish()
      } catch {
        giver.finish(throwing: error)
      }
    }
    giver.onTermination = { _ in reading.cancel() }
    return events
  }
}
