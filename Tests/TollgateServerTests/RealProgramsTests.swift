import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore

/// The 13 points of what public ShortAPI programs rely on, as far as they are about single answers.
@Suite("What real programs rely on", .bothLanes)
struct RealProgramsTests {
  /// A gateway whose jobs run until a test ends them.
  static func patient(_ change: (inout GatewayUnderTest.Setup) -> Void = { _ in }) -> GatewayUnderTest.Setup {
    GatewayUnderTest.Setup { setup in
      setup.simulator.jobDuration = .seconds(3600)
      change(&setup)
    }
  }

  @Test("point 1: a running job answers status 1, a number, whatever the upstream shows")
  func point1RunningIsOne() async throws {
    try await GatewayUnderTest.run(Self.patient()) { gateway in
      let jobID = try await gateway.created(Body.picture("point 1")).jobID
      #expect(try await gateway.query(jobID).data["status"] == 1)
      try await UpstreamTrouble.each(in: gateway) { trouble in
        let reply = try await gateway.query(jobID)
        #expect(try reply.data["status"] == 1, "\(trouble)")
      }
      gateway.simulator.command(try #require(gateway.simulator.accepted.first?.id), .succeed)
      try await gateway.query(jobID, untilStatus: 2)
    }
  }

  @Test("point 2: every answer has a code, success has 0")
  func point2Code() async throws {
    try await GatewayUnderTest.run { gateway in
      let body = Body.picture("point 2")
      let created = try await gateway.finished(body)
      let jobID = try created.jobID
      let good = [created, try await gateway.create(body), try await gateway.query(jobID)]
      #expect(good.map(\.code) == [0, 0, 0])
      let bad = [
        try await gateway.create("{"), try await gateway.create(Body.picture("point 2", model: Body.unpricedModel)),
        try await gateway.query("undefined"), try await gateway.wire("GET", "/"),
        try await gateway.wire("DELETE", "/job/create"),
      ]
      for reply in bad { #expect((reply.code ?? 0) != 0, "\(reply.text)") }
    }
  }

  @Test("point 3: info, message and error are absent until a job fails; then error is a string")
  func point3ErrorMembers() async throws {
    try await GatewayUnderTest.run(Self.patient()) { gateway in
      func expectNone(_ reply: Reply, _ what: String) throws {
        for name in ["info", "message", "error"] {
          #expect(try reply.json[name] == nil, "\(what): \(reply.text)")
          #expect(try reply.data[name] == nil, "\(what): \(reply.text)")
        }
      }
      let jobID = try await gateway.created(Body.picture("good")).jobID
      let badID = try await gateway.created(Body.picture("bad")).jobID
      try expectNone(try await gateway.query(jobID), "running")
      try await UpstreamTrouble.each(in: gateway) { trouble in
        try expectNone(try await gateway.query(jobID), "running under \(trouble.kind)")
      }
      let upstreamIDs = gateway.simulator.accepted.map(\.id)
      gateway.simulator.command(upstreamIDs[0], .succeed)
      gateway.simulator.command(upstreamIDs[1], .fail(error: "no can do", refund: .full))
      try expectNone(try await gateway.query(jobID, untilStatus: 2), "succeeded")
      let failed = try await gateway.query(badID, untilStatus: 3)
      #expect(try failed.data["error"] == "no can do")
      #expect(failed.code == 0)
    }
  }

  @Test("point 4: finished_at and result are absent until the end")
  func point4NothingBeforeTheEnd() async throws {
    try await GatewayUnderTest.run(Self.patient()) { gateway in
      let jobID = try await gateway.created(Body.picture("point 4")).jobID
      func expectNeither(_ what: String) async throws {
        let data = try await gateway.query(jobID).data
        #expect(data["finished_at"] == nil && data["result"] == nil, "\(what): \(data)")
      }
      try await expectNeither("running")
      try await UpstreamTrouble.each(in: gateway) { try await expectNeither("\($0.kind)") }
      gateway.simulator.command(try #require(gateway.simulator.accepted.first?.id), .succeed)
      let data = try await gateway.query(jobID, untilStatus: 2).data
      #expect(data["finished_at"]?.string != nil)
      #expect(data["result"]?["images"]?.array?.count == 1)
    }
  }

  @Test(
    "point 5: amounts are strings and refunded is a bool, whatever the upstream's amount is",
    arguments: [(nil, "0.04"), (.oddAmount, "0.04"), (.missingAmount, "0.04"), (.wrongAmount, "0.08")]
      as [(Fault.Kind?, String)])
  func point5Types(fault: Fault.Kind?, amount: String) async throws {
    try await GatewayUnderTest.run(Self.patient()) { gateway in
      if let fault { gateway.simulator.setFaults([Fault(on: .create, fault, times: 2)]) }
      let good = try await gateway.created(Body.picture("good"))
      let bad = try await gateway.created(Body.picture("bad"))
      #expect(try good.data["amount"]?.string == amount)
      let upstreamIDs = gateway.simulator.accepted.map(\.id)
      let running = try await gateway.query(good.jobID)
      gateway.simulator.command(upstreamIDs[0], .succeed)
      gateway.simulator.command(upstreamIDs[1], .fail(error: "no can do", refund: .full))
      let replies = [
        running, try await gateway.query(good.jobID, untilStatus: 2), try await gateway.query(bad.jobID, untilStatus: 3),
      ]
      for reply in replies {
        let data = try reply.data
        #expect(data["credit"]?.string == amount, "\(data)")
        #expect(data["refunded_credit"]?.string != nil, "\(data)")
        #expect(data["refunded"]?.bool != nil, "\(data)")
      }
      let hit = try await gateway.create(Body.picture("good"))
      #expect(try hit.data["amount"]?.string == "0")
    }
  }

  @Test("point 6: no two creates share a job id, and an id has 24 lower-case hex digits")
  func point6JobIDs() async throws {
    try await GatewayUnderTest.run(Self.patient()) { gateway in
      let body = Body.picture("point 6")
      var ids: [String] = []
      for _ in 0..<5 { ids.append(try await gateway.created(body).jobID) }
      ids.append(try await gateway.created(body, headers: ["Cache-Control": "no-cache"]).jobID)
      gateway.simulator.command(try #require(gateway.simulator.accepted.first?.id), .succeed)
      try await gateway.query(ids[0], untilStatus: 2)
      for _ in 0..<5 { ids.append(try await gateway.created(body).jobID) }
      for variant in ["a", "b"] { ids.append(try await gateway.created(body, headers: ["Tollgate-Variant": variant]).jobID) }
      ids.append(try await gateway.created(body, headers: ["Cache-Control": "no-store"]).jobID)
      #expect(Set(ids).count == ids.count)
      for id in ids { #expect(id.wholeMatch(of: #/[0-9a-f]{24}/#) != nil, "\(id)") }
    }
  }

  @Test("point 7: a query answer has the vendor's members only, and no other link or long text")
  func point7NothingElse() async throws {
    let vendorMembers: Set = [
      "id", "key_name", "model", "args", "result", "status", "credit", "refunded", "refunded_credit", "created_at",
      "updated_at",
      "finished_at", "error",
    ]
    try await GatewayUnderTest.run(Self.patient()) { gateway in
      let secret = String(repeating: "QUJD", count: 100)
      let further = #","callback_url":"https://client.example/hook","trace":"https://client.example/\#(secret)""#
      let body = Body.picture("point 7", further: further)
      let payerID = try await gateway.created(body).jobID
      let running = try await gateway.query(payerID)
      gateway.simulator.command(try #require(gateway.simulator.accepted.first?.id), .succeed)
      let succeeded = try await gateway.query(payerID, untilStatus: 2)
      let replayed = try await gateway.query(try await gateway.created(body).jobID)
      for (reply, links) in [(running, 0), (succeeded, 1), (replayed, 1)] {
        #expect(try reply.json.object?.members.map(\.name.text) == ["code", "data"])
        let members = Set(try reply.data.object?.members.map(\.name.text) ?? [])
        #expect(members.isSubset(of: vendorMembers), "\(members)")
        #expect(reply.text.matches(of: #/https?:/#).count == links, "\(reply.text)")
        #expect(reply.text.firstMatch(of: #/[A-Za-z0-9+\/=_-]{64,}/#) == nil, "\(reply.text)")
      }
      let args: JSONValue = ["prompt": "point 7", "aspect_ratio": "16:9", "resolution": "1K", "num_images": 1]
      #expect(try running.data["args"] == args)
      #expect(try replayed.data["args"] == args)
    }
  }

  @Test("point 8: a result's link is absolute, has the file's extension, and answers 200 without a key or a redirect")
  func point8Links() async throws {
    let kinds = [
      (Body.picture("png"), "images", "png"),
      (
        #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"p","aspect_ratio":"1:1","output_format":"jpeg"}}"#,
        "images", "jpeg"
      ),
      (#"{"model":"alibaba/wan-2.6/text-to-video","args":{"prompt":"p","resolution":"720p","duration":"5"}}"#, "videos", "mp4"),
      (#"{"model":"suno/suno-v5/generate","args":{"mode":"description","prompt":"p"}}"#, "musics", "mp3"),
    ]
    try await GatewayUnderTest.run { gateway in
      for (body, list, fileExtension) in kinds {
        let miss = try await gateway.finished(body)
        let hit = try await gateway.created(body)
        for jobID in [try miss.jobID, try hit.jobID] {
          let results = try await gateway.query(jobID).data["result"]?[list]?.array ?? []
          #expect(results.count == 1)
          for result in results {
            let link = try #require(result["url"]?.string)
            #expect(link.wholeMatch(of: #/https?:\/\/[^\/]+\/.+\.[a-z0-9]+/#) != nil, "\(link)")
            #expect(link.hasSuffix("." + fileExtension), "\(link)")
            let file = try await GatewayUnderTest.call(.GET, link)
            #expect(file.status == 200)
            #expect(!file.bytes.isEmpty)
          }
        }
      }
    }
  }
}
