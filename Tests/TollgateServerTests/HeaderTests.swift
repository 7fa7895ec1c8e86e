import HTTPTypes
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateStore
import TollgateTestSupport

@Suite("The gateway's headers", .bothLanes)
struct HeaderTests {
  private static let names = [
    "Cache-Status", "Tollgate-Charged", "Tollgate-Saved", "Tollgate-Generation", "Age", "Tollgate-Notice",
  ]

  /// The gateway's own headers of an answer.
  private func own(_ reply: Reply) -> [String: String] {
    var headers: [String: String] = [:]
    for name in Self.names { headers[name] = reply[name] }
    return headers
  }

  private static let bought = ["Cache-Status": "tollgate; fwd=miss", "Tollgate-Charged": "0.04"]
  private static let bypassed = ["Cache-Status": "tollgate; fwd=bypass", "Tollgate-Charged": "0.04"]
  private static let joined = [
    "Cache-Status": "tollgate; fwd=miss; collapsed", "Tollgate-Charged": "0", "Tollgate-Saved": "0.04",
  ]
  private static let hit = ["Cache-Status": "tollgate; hit", "Tollgate-Charged": "0", "Tollgate-Saved": "0.04", "Age": "0"]

  /// One create after the other, what each asks for, and what it gets.
  private struct Step {
    let cacheControl: String?
    let expected: [String: String]
    let generation: String
    /// Ends the running job before this create.
    var finishes: Int?

    init(_ cacheControl: String? = nil, _ expected: [String: String], _ generation: String, finishes: Int? = nil) {
      self.cacheControl = cacheControl
      self.expected = expected
      self.generation = generation
      self.finishes = finishes
    }
  }

  @Test("miss, joined, hit and bypass")
  func outcomes() async throws {
    let steps = [
      Step(nil, Self.bought, "g1"),
      Step(nil, Self.joined, "g1"),
      Step("no-cache", Self.joined, "g1"),
      Step("only-if-cached", Self.joined, "g1"),
      Step("no-store", Self.bypassed, "g2"),
      Step(nil, Self.hit, "g1", finishes: 0),
      Step("only-if-cached", Self.hit, "g1"),
      Step("max-age=3600", Self.hit, "g1"),
      Step("no-transform, ONLY-IF-CACHED, no-cache", Self.hit, "g1"),
      Step("no-cache", Self.bypassed, "g3"),
      Step(nil, Self.hit, "g1"),
      Step("no-cache", Self.joined, "g3"),
      Step(nil, Self.hit, "g3", finishes: 2),
    ]
    try await GatewayUnderTest.run(RealProgramsTests.patient()) { gateway in
      for (index, step) in steps.enumerated() {
        if let finished = step.finishes {
          let job = gateway.simulator.accepted[finished]
          gateway.simulator.command(job.id, .succeed)
          let number = try #require(GenerationNumber(Int64(finished) + 1))
          try await eventually(
            "the end of \(number)", holds: { try await gateway.store.generation(number)?.state == .succeeded })
        }
        let reply = try await gateway.created(
          Body.picture("headers"), headers: step.cacheControl.map { ["Cache-Control": $0] } ?? [:])
        var headers = own(reply)
        if let age = headers["Age"].flatMap({ Int($0) }), age < 20 { headers["Age"] = "0" }
        var expected = step.expected
        expected["Tollgate-Generation"] = step.generation
        #expect(headers == expected, "step \(index)")
      }
    }
  }

  @Test("what is older than max-age is bought again")
  func maximumAge() async throws {
    try await GatewayUnderTest.run { gateway in
      try await gateway.finished(Body.picture("age"))
      try await eventually("an age of a second") {
        let reply = try await gateway.created(Body.picture("age"))
        return reply["Age"].flatMap { Int($0) } ?? 0 >= 1 ? reply : nil
      }
      let reply = try await gateway.created(Body.picture("age"), headers: ["Cache-Control": "max-age=0"])
      let expired = ["Tollgate-Generation": "g2", "Cache-Status": "tollgate; fwd=miss; detail=expired"]
      #expect(own(reply) == Self.bought.merging(expired) { $1 })
    }
  }

  @Test("a refusal names no charge; 409 and 504 name the generation")
  func refusals() async throws {
    try await GatewayUnderTest.run { gateway in
      gateway.simulator.setFaults([
        Fault(on: .create, .dropAfter).with { $0.match = "lost" },
        Fault(on: .create, .reject).with { $0.match = "rejected" },
      ])
      let lost = try await gateway.create(Body.picture("lost"))
      lost.expectError(504, 50400)
      #expect(own(lost) == ["Tollgate-Generation": "g1"])
      let repeated = try await gateway.create(Body.picture("lost"))
      repeated.expectError(409, 40900)
      #expect(own(repeated) == ["Tollgate-Generation": "g1"])
      for reply in [
        try await gateway.create(Body.picture("x", model: Body.unpricedModel)), try await gateway.create("{"),
        try await gateway.create(Body.picture("uncached"), headers: ["Cache-Control": "only-if-cached"]),
        try await gateway.create(Body.picture("rejected")),
      ] {
        #expect(own(reply)["Tollgate-Charged"] == nil && own(reply)["Tollgate-Saved"] == nil && own(reply)["Age"] == nil)
      }
      #expect(own(try await gateway.query("undefined")) == [:])
    }
    let time = ManualTime()
    try await GatewayUnderTest.run(.init { $0.time = time }) { gateway in
      gateway.simulator.setFaults([Fault(on: .create, .neverAnswer)])
      let slow = try await gateway.createUntilTimeout(Body.picture("slow"), time)
      slow.expectError(504, 50401)
      #expect(own(slow) == ["Tollgate-Generation": "g1"])
      await gateway.stopUpstream()
    }
  }

  @Test("a callback_url that cannot be delivered breaks nothing and is noticed, on a miss and on a hit")
  func callbackNotice() async throws {
    let urls = ["CALLBACK_URL", "$CALLBACK_URL", "", "https://client.example/hook", "not a url at all"]
    try await GatewayUnderTest.run { gateway in
      for url in urls {
        let body = Body.picture("callback \(url)", further: #","callback_url":"\#(url)""#)
        let miss = try await gateway.finished(body)
        #expect(miss["Cache-Status"] == "tollgate; fwd=miss", "\(url)")
        #expect(miss["Tollgate-Notice"]?.contains("callback_url") == true, "\(url)")
        let hit = try await gateway.created(body)
        #expect(hit["Cache-Status"] == "tollgate; hit", "\(url)")
        #expect(hit["Tollgate-Notice"]?.contains("callback_url") == true, "\(url)")
        let plain = try await gateway.created(Body.picture("callback \(url)"))
        #expect(plain["Cache-Status"] == "tollgate; hit", "callback_url is no part of the content")
        #expect(plain["Tollgate-Notice"] == nil)
      }
    }
  }
}
