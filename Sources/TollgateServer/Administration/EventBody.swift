import Foundation
import Hummingbird
import NIOCore
import TollgateCore

/// What happens, as Server-Sent Events (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
enum EventBody {
  /// So long after the last event a comment is written, so that proxies and readers see that nobody has gone.
  private static let quiet: Duration = .seconds(15)

  /// The body of an answer that ends when the events do.
  static func body(_ events: some AsyncSequence<RequestEvent, any Error> & Sendable) -> ResponseBody {
    ResponseBody { writer in
      let (lines, giver) = AsyncThrowingStream.makeStream(of: ByteBuffer.self, bufferingPolicy: .bufferingNewest(256))
      giver.yield(ByteBuffer(string: "retry: 2000\n\n"))
      let givers = Task {
        await withTaskGroup(of: Void.self) { group in
          group.addTask { await tell(events, to: giver) }
          group.addTask { await remind(giver) }
          // A shutdown ends the events, and waits for no reminder.
          await group.next()
          group.cancelAll()
        }
      }
      defer { givers.cancel() }
      for try await line in lines { try await writer.write(line) }
      try await writer.finish(nil)
    }
  }

  private static func tell(
    _ events: some AsyncSequence<RequestEvent, any Error> & Sendable,
    to giver: AsyncThrowingStream<ByteBuffer, any Error>.Continuation
  ) async {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      for try await event in events {
        // JSON as it is written here has no line ends.
        let data = try encoder.encode(event)
        giver.yield(
          ByteBuffer(string: "event: request\nid: \(event.number)\ndata: \(String(decoding: data, as: UTF8.self))\n\n"))
      }
      giver.finish()
    } catch {
      giver.finish(throwing: error)
    }
  }

  private static func remind(_ giver: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) async {
    while (try? await Task.sleep(for: quiet)) != nil {
      guard case .terminated = giver.yield(ByteBuffer(string: ": still here\n\n")) else { continue }
      return
    }
  }
}
