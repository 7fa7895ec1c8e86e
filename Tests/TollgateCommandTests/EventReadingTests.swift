import ArgumentParser
import Testing
import TollgateCore

@testable import tollgate

/// Events that do not go on are an error in words, with the exit code for a gateway that cannot be reached.
@Suite(.timeLimit(.minutes(15))) struct EventReadingTests {
  private static func events(_ body: String, length: Int? = nil) -> String {
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: \(length ?? body.utf8.count)\r\n"
      + "Connection: close\r\n\r\n\(body)"
  }

  private static func line(_ number: Int64) throws -> String {
    let event = RequestEvent(
      number: number, at: Samples.moment, keyName: nil, model: "a/b", outcome: .hit, generation: nil, charged: .zero,
      saved: .zero)
    return "event: request\nid: \(number)\ndata: \(try JSONText.line(event))\n\n"
  }

  /// The numbers of the events, and how they end.
  private static func read(_ answer: String) async throws -> (numbers: [Int64], end: CommandFailure?) {
    try await FixedServer.answering(answer) { server in
      let gateway = RemoteGateway(address: "http://127.0.0.1:\(server.port)", token: nil, authorities: nil)
      return try await AdministrationAccess(place: .network(gateway)).run { administration in
        var numbers: [Int64] = []
        do {
          for try await event in try await administration.events() { numbers.append(event.number) }
          return (numbers, nil)
        } catch let error as AdministrationError {
          return (numbers, CommandFailure(error))
        }
      }
    }
  }

  @Test func areReadToTheirEnd() async throws {
    let read = try await Self.read(Self.events(": still here\n\n" + (try Self.line(1)) + (try Self.line(3))))
    #expect(read.numbers == [1, 3] && read.end == nil)
  }

  @Test func aGatewayThatGoesAwayIsUnavailable() async throws {
    let read = try await Self.read(Self.events(try Self.line(1), length: 100_000))
    #expect(read.numbers == [1] && read.end?.code == .unavailable)
    #expect(read.end?.sentence.contains("broke off") == true && read.end?.sentence.contains("watch again") == true)
  }

  @Test(arguments: ["data: nonsense\n\n", "data: {}\n\n", String(repeating: "x", count: (1 << 20) + 1)])
  func whatIsNoEventIsNoTollgate(_ text: String) async throws {
    let read = try await Self.read(Self.events(text))
    #expect(read.numbers.isEmpty && read.end?.code == .unavailable)
    #expect(read.end?.sentence.contains("no Tollgate") == true, "\(read.end?.sentence ?? "")")
  }
}
