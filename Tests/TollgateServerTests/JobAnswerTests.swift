import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateStore
import TollgateTestSupport

@Suite("What a job id answers", .bothLanes)
struct JobAnswerTests {
  /// What became of the generation.
  enum Fate: CaseIterable {
    case running, stalled, succeeded, failedRefunded, failedPartly, failedUnrefunded

    var status: Int64 {
      switch self {
      case .running, .stalled: 1
      case .succeeded: 2
      case .failedRefunded, .failedPartly, .failedUnrefunded: 3
      }
    }

    var state: GenerationState {
      switch self {
      case .running: .running
      case .stalled: .stalled
      case .succeeded: .succeeded
      case .failedRefunded, .failedPartly, .failedUnrefunded: .failed
      }
    }

    var command: JobCommand? {
      switch self {
      case .running, .stalled: nil
      case .succeeded: .succeed
      case .failedRefunded: .fail(error: "no can do", refund: .full)
      case .failedPartly: .fail(error: "no can do", refund: .amount(Money(nanodollars: 10_000_000)))
      case .failedUnrefunded: .fail(error: "no can do", refund: .none)
      }
    }

    /// What the paying job id shows as `refunded_credit`.
    var refunded: String {
      switch self {
      case .failedRefunded: "0.04"
      case .failedPartly: "0.01"
      default: "0"
      }
    }
  }

  @Test("the paying job id shows the money, every other one none; each names the asking key", arguments: Fate.allCases)
  func answers(fate: Fate) async throws {
    let setup = RealProgramsTests.patient { setup in
      setup.access = .keyed([TestKey.declared("alice"), TestKey.declared("bob")])
      if fate == .stalled { setup.policy.polling.giveUp = .milliseconds(1) }
    }
    let (alice, bob) = (TestKey.secret(of: "alice"), TestKey.secret(of: "bob"))
    try await GatewayUnderTest.run(setup) { gateway in
      // Joined before the first question upstream, because a stalled job is not joined.
      if fate == .stalled { gateway.simulator.setFaults([Fault(on: .query, .delay).with { $0.delay = .seconds(4) }]) }
      let body = Body.picture("fate")
      let payerID = try await gateway.created(body, key: alice).jobID
      let joinedID = try await gateway.created(body, key: bob).jobID
      if let command = fate.command {
        gateway.simulator.command(try #require(gateway.simulator.accepted.first?.id), command)
      }
      let number = try #require(GenerationNumber(1))
      try await eventually("\(fate)", holds: { try await gateway.store.generation(number)?.state == fate.state })

      let paid = try await gateway.query(payerID, key: alice).data
      let joined = try await gateway.query(joinedID, key: bob).data
      try expect(paid, id: payerID, keyName: "alice", fate: fate)
      try expect(joined, id: joinedID, keyName: "bob", fate: fate)
      #expect(paid["credit"] == "0.04")
      #expect(paid["refunded"]?.bool == (fate.refunded != "0"))
      #expect(paid["refunded_credit"]?.string == fate.refunded)
      #expect(joined["credit"] == "0")
      #expect(joined["refunded"] == false)
      #expect(joined["refunded_credit"] == "0")
      for member in ["args", "model", "created_at", "updated_at", "finished_at", "result", "error"] {
        #expect(paid[member] == joined[member], "\(member)")
      }
    }
  }

  /// The members that are the same for whoever asks.
  private func expect(_ data: JSONValue, id: String, keyName: String, fate: Fate) throws {
    let args: JSONValue = ["prompt": "fate", "aspect_ratio": "16:9", "resolution": "1K", "num_images": 1]
    #expect(data["id"]?.string == id)
    #expect(data["key_name"]?.string == keyName)
    #expect(data["status"]?.number?.int64 == fate.status)
    #expect(data["model"]?.string == Body.model)
    #expect(data["args"] == args)
    #expect((data["result"] != nil) == (fate == .succeeded))
    #expect(data["error"]?.string == (fate.status == 3 ? "no can do" : nil))
    #expect((data["finished_at"] != nil) == (fate.status != 1))
    for member in ["created_at", "updated_at"] + (fate.status == 1 ? [] : ["finished_at"]) {
      let time = try #require(data[member]?.string, "\(member)")
      #expect(time.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#) != nil, "\(time)")
    }
  }

  @Test("a hit shows the generation's arguments and times under the asking key's name")
  func replayed() async throws {
    let keys = [TestKey.declared("alice"), TestKey.declared("bob")]
    try await GatewayUnderTest.run(.init { $0.access = .keyed(keys) }) { gateway in
      let miss = try await gateway.finished(Body.picture("replayed"), key: TestKey.secret(of: "alice"))
      let hit = try await gateway.created(Body.picture("replayed"), key: TestKey.secret(of: "bob"))
      let bought = try await gateway.query(miss.jobID, key: TestKey.secret(of: "alice")).data
      let replayed = try await gateway.query(hit.jobID, key: TestKey.secret(of: "bob")).data
      var expected = try #require(bought.object)
      expected["id"] = .string(JSONString(try hit.jobID))
      expected["key_name"] = "bob"
      expected["credit"] = "0"
      #expect(replayed == .object(expected))
    }
  }
}
