import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

@Suite("Paths and spellings that real programs use", .bothLanes)
struct AliasTests {
  @Test("the base URL may end in nothing, /v1 or /api/v1, and slashes may be doubled")
  func paths() async throws {
    try await GatewayUnderTest.run { gateway in
      let body = Body.picture("aliases")
      let jobID = try await gateway.finished(body).jobID
      for base in ["", "/v1", "/api/v1", "/", "//api//v1", "/api/v1/api/v1", "/v1/api/v1", "/v1/v1", "/api"] {
        for create in ["/job/create", "//job//create", "/job/create/"] {
          let reply = try await gateway.wire("POST", base + create, body: body)
          #expect(reply.status == 200 && reply["Cache-Status"] == "tollgate; hit", "\(base)\(create): \(reply.text)")
        }
        for query in [
          "/job/query?id=", "/job/status?id=", "/job/get?job_id=", "/job/get?id=", "/job/query?job_id=", "/job/query?x=1&id=",
          "/job/",
          "//job///query?id=",
        ] {
          let reply = try await gateway.wire("GET", base + query + jobID)
          #expect(reply.status == 200, "\(base)\(query): \(reply.text)")
          #expect(try reply.data["id"]?.string == jobID)
        }
      }
      #expect(gateway.simulator.statistics.creates == 1)
    }
  }

  @Test("the key may come with Bearer twice, in any case, with further spaces")
  func bearer() async throws {
    try await GatewayUnderTest.run(.init { $0.access = .keyed([TestKey.declared("alice")]) }) { gateway in
      for value in [
        "Bearer KEY", "bearer KEY", "BEARER KEY", "Bearer Bearer KEY", "Bearer bearer  KEY", "Bearer   KEY", "Bearer KEY  ",
      ] {
        let header = ("Authorization", value.replacing("KEY", with: TestKey.secret(of: "alice")))
        let reply = try await gateway.wire("POST", "/job/create", headers: [header], body: Body.picture("bearer"))
        #expect(reply.status == 200, "\(value): \(reply.text)")
        #expect(try await gateway.wire("GET", "/job/query?id=\(reply.jobID)", headers: [header]).status == 200, "\(value)")
      }
    }
  }

  @Test("a forwarded key goes upstream once, however often Bearer was said")
  func forwardedBearer() async throws {
    let setup = GatewayUnderTest.Setup {
      $0.access = .forwarding
      $0.simulator.keys = ["ak-caller"]
    }
    try await GatewayUnderTest.run(setup) { gateway in
      let header = ("Authorization", "Bearer Bearer ak-caller")
      let reply = try await gateway.wire("POST", "/job/create", headers: [header], body: Body.picture("bearer"))
      #expect(reply.status == 200, "\(reply.text)")
      try await gateway.query(reply.jobID, untilStatus: 2, key: "ak-caller")
    }
  }

  @Test("any Content-Type is accepted, or none")
  func contentTypes() async throws {
    try await GatewayUnderTest.run { gateway in
      for type in [
        nil, "application/json", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", "nonsense",
      ] {
        let headers = type.map { [("Content-Type", $0)] } ?? []
        let reply = try await gateway.wire("POST", "/job/create", headers: headers, body: Body.picture("types"))
        #expect(reply.status == 200, "\(type ?? "none"): \(reply.text)")
      }
      #expect(gateway.simulator.accepted.count == 1)
    }
  }

  @Test("health needs no key")
  func health() async throws {
    try await GatewayUnderTest.run(.init { $0.access = .keyed([TestKey.declared("alice")]) }) { gateway in
      for path in ["/-/health/live", "/-/health/ready"] {
        let reply = try await gateway.wire("GET", path)
        #expect(reply.status == 200, "\(path)")
      }
    }
  }
}
