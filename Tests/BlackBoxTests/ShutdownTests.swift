import Foundation
import NIOConcurrencyHelpers
import Subprocess
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// The end of a gateway by signal, while it has work.
  @Suite struct ShutdownTests {
    private static let rounds = 10
    private static let createsPerSecond = 150
    /// A create that was sent so long before the signal has reached the gateway, also on a machine that does much else.
    private static let onItsWay: Duration = .seconds(1)

    /// A create and what became of it.
    private struct Sent: Sendable {
      let body: String
      let at: ContinuousClock.Instant
      /// `nil` where no answer came.
      let answer: Answer?
    }

    @Test(.timeLimit(.minutes(15))) func sigtermUnderLoadLosesNoRequest() async throws {
      try await TestBed.run(jobDuration: "2s") { bed in
        // Longer than that, so that such creates are still without an answer when the signal comes.
        try await bed.simulator.add(faults: #"{"on":"create","kind":"delay","delay_ms":1500}"#)
        var answered = 0
        for round in 1...Self.rounds {
          let ((sent, signalledAt), end) = try await bed.gateway(connections: 400) { gateway in
            try await gateway.ready()
            return await Self.load(gateway, round: round, signalAfter: .milliseconds(Int.random(in: 1300...1700)))
          }
          #expect(end == .exited(0), "\(bed.gatewayLog.suffix(2000))")
          #expect(!FileManager.default.fileExists(atPath: bed.socket))
          let bought = Set(try bed.simulator.purchases().map(\.sha256))
          let refused = sent.compactMap(\.answer).filter { $0.status != 200 }
          #expect(refused.allSatisfy { $0.status == 503 && $0.code == 50300 }, "\(refused.map(\.text))")
          let unanswered = sent.filter { $0.answer == nil }
          #expect(unanswered.count { $0.at + Self.onItsWay <= signalledAt } == 0, "creates on their way got no answer")
          #expect(
            try unanswered.count { bought.contains(try Picture.content(of: $0.body)) } == 0, "what was bought was not told")
          answered += sent.count { $0.answer?.status == 200 }
          let unknown = try await bed.command("jobs", "list", "--state", "unknown", "--json")
          #expect(try JSONDecoder().decode([GenerationSummary].self, from: Data(unknown.output.utf8)).isEmpty)
        }
        #expect(try bed.simulator.purchases().count == answered)
        #expect(try await bed.command("verify").code == 0)
      }
    }

    @Test(.timeLimit(.minutes(15))) func secondSigtermEndsAtOnceAndLosesNothing() async throws {
      try await TestBed.run { bed in
        try await bed.simulator.add(faults: #"{"on":"create","kind":"neverAnswer"}"#)
        let (_, end) = try await bed.gateway { gateway in
          try await gateway.ready()
          try await withThrowingDiscardingTaskGroup { group in
            group.addTask { _ = try? await gateway.client.create(Picture.of("an endless wait")) }
            try await eventually("the create upstream", holds: { try await bed.simulator.creates() > 0 })
            gateway.terminate()
            try await eventually("the first signal's line", holds: { bed.gatewayLog.contains("what is under way may finish") })
            // The first signal waits for the create.
            #expect(try await gateway.client.generations(in: .submitting).count == 1)
            gateway.terminate()
          }
        }
        // It does not wait for the create: that would end with 0 or 1, and much later.
        #expect(end == .exited(143))
        // What was under way is settled by the next start, not lost.
        #expect(try await bed.command("jobs", "list", "--json").output.contains("submitting"))
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          #expect(try await gateway.client.generations().map(\.state) == [.unknown])
        }
      }
    }

    /// Sends different creates at a steady rate, a signal after a while, and more until the gateway is gone.
    private static func load(
      _ gateway: GatewayProcess, round: Int, signalAfter: Duration
    ) async -> (sent: [Sent], signalledAt: ContinuousClock.Instant) {
      let sent = NIOLockedValueBox<[Sent]>([])
      let start = ContinuousClock.now
      let signalledAt = start + signalAfter
      await withDiscardingTaskGroup { group in
        group.addTask {
          try? await Task.sleep(until: signalledAt)
          // Connections are accepted in the order in which they came: those before this one are, whatever the machine does.
          _ = await gateway.client.isReady()
          gateway.terminate()
        }
        // Some more after the end, when nobody listens.
        let count = Int(signalAfter / .seconds(1) * Double(createsPerSecond)) + createsPerSecond / 2
        for number in 0..<count {
          try? await Task.sleep(until: start + .seconds(1) / createsPerSecond * number)
          group.addTask {
            let body = Picture.of("shutdown \(round), create \(number)")
            let at = ContinuousClock.now
            let answer = try? await gateway.client.create(body)
            sent.withLockedValue { $0.append(Sent(body: body, at: at, answer: answer)) }
          }
        }
      }
      return (sent.withLockedValue { $0 }, signalledAt)
    }
  }
}
