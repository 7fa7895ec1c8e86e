import AsyncHTTPClient
import Foundation
import NIOCore
import TollgateCore

/// Reads Server-Sent Events as the gateway writes them: one line of data each.
enum EventReading {
  private static let prefix = Array("data: ".utf8)
  /// No event comes near to it.
  private static let longestLine = 1 << 20

  /// So many events wait for a slow terminal. Where there are more, the oldest are left out, which their numbers tell.
  private static let longestQueue = 1000

  /// The events of an answer, until it ends.
  ///
  /// - Parameters:
  ///   - body: the answer's.
  ///   - endpoint: whose answer it is.
  ///   - remedy: what to do where the answer breaks off.
  /// - Returns: the events; they end with an ``AdministrationError`` where the answer breaks off or cannot be read.
  static func events<Event: Decodable & Sendable>(
    in body: HTTPClientResponse.Body, of endpoint: AdministrationEndpoint,
    remedy: String = "look at its log, start it, and watch again"
  ) -> AsyncThrowingStream<Event, any Error> {
    let (events, giver) = AsyncThrowingStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(longestQueue))
    let reading = Task {
      do {
        var line: [UInt8] = []
        for try await piece in body {
          for byte in piece.readableBytesView {
            guard byte == UInt8(ascii: "\n") else {
              guard line.count < longestLine else { throw endpoint.unreadable }
              line.append(byte)
              continue
            }
            if line.starts(with: prefix) {
              giver.yield(try JSONDecoder().decode(Event.self, from: Data(line.dropFirst(prefix.count))))
            }
            line.removeAll(keepingCapacity: true)
          }
        }
        giver.finish()
      } catch let error as AdministrationError {
        giver.finish(throwing: error)
      } catch is DecodingError {
        giver.finish(throwing: endpoint.unreadable)
      } catch {
        giver.finish(throwing: endpoint.brokenOff(error, remedy: remedy))
      }
    }
    giver.onTermination = { _ in reading.cancel() }
    return events
  }
}
