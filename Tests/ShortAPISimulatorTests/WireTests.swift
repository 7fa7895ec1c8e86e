import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateTestSupport

/// The answers are shaped like the vendor's, byte for byte.
struct WireTests {
  @Test func createAnswersAmountAndIdInTheVendorsSpelling() async throws {
    try await withSimulator { simulator, base in
      let reply = try await call(.POST, base + "/api/v1/job/create", body: Sample.create)
      let id = try #require(simulator.accepted.first?.id)
      #expect(reply.status == 200)
      #expect(reply.text == #"{"code":0,"data":{"amount":"0.04","job_id":"\#(id)"}}"#)
      #expect(reply.headers.first(name: "content-type") == "application/json; charset=utf-8")
      #expect(id.count == 24 && id.allSatisfy { "0123456789abcdef".contains($0) })
    }
  }

  @Test func recordOfARunningAndOfAFinishedJob() async throws {
    let time = ManualTime()
    try await withSimulator(time: time) { simulator, base in
      let id = try await createJob(base)
      let start =
        #"{"code":0,"data":{"id":"\#(id)","key_name":"simulator","model":"google/nano-banana-2/text-to-image","#
        + #""args":{"aspect_ratio":"16:9","prompt":"a cat","resolution":"1K"},"#
      let running = try await call(.GET, base + "/api/v1/job/query?id=\(id)")
      #expect(running.status == 200)
      #expect(
        running.text == start
          + #""status":1,"credit":"0.04","refunded":false,"refunded_credit":"0","#
          + #""created_at":"2026-03-30T18:37:25.678Z","updated_at":"2026-03-30T18:37:25.678Z"}}"#)
      time.advance(by: .seconds(5))
      let finished = try await call(.GET, base + "/api/v1/job/query?id=\(id)")
      #expect(
        finished.text == start
          + #""result":{"images":[{"url":"\#(base)/tmp/20260330/\#(id)/image-1.png"}]},"#
          + #""status":2,"credit":"0.04","refunded":false,"refunded_credit":"0","#
          + #""created_at":"2026-03-30T18:37:25.678Z","updated_at":"2026-03-30T18:37:28.678Z","#
          + #""finished_at":"2026-03-30T18:37:28.678Z"}}"#)
      #expect(simulator.job(id)?.queries == 2)
    }
  }

  @Test func recordOfAFailedJobHasAnErrorAndItsRefund() async throws {
    try await withSimulator { simulator, base in
      let id = try await createJob(base)
      simulator.command(id, .fail(error: "no \"cats\"", refund: .full))
      let record = try await record(base, id)
      #expect(record["status"] == 3)
      #expect(record["error"] == "no \"cats\"")
      #expect(record["result"] == nil)
      #expect(record["refunded"] == true)
      #expect(record["refunded_credit"] == "0.04")
      #expect(record["finished_at"]?.string?.hasSuffix("Z") == true)
    }
  }

  @Test(arguments: [
    (
      #"{"model":"google/nano-banana/text-to-image","args":{"prompt":"a","num_images":3,"aspect_ratio":"1:1"}}"#, "images", 3,
      "png", "0.09"
    ),
    (#"{"model":"acme/new/text-to-image","args":{"output_format":"webp"}}"#, "images", 1, "webp", "0.05"),
    (#"{"model":"acme/new/text-to-video","args":{"num_images":3}}"#, "videos", 1, "mp4", "0.05"),
    (#"{"model":"suno/suno-v5/generate","args":{"mode":"custom"}}"#, "musics", 1, "mp3", "0.1"),
  ])
  func resultsFollowTheModel(body: String, list: String, count: Int, format: String, amount: String) async throws {
    let time = ManualTime()
    try await withSimulator(time: time) { _, base in
      let id = try await createJob(base, body: body)
      time.advance(by: .seconds(3))
      let record = try await record(base, id)
      let results = try #require(record["result"]?[list]?.array)
      #expect(record["credit"]?.string == amount)
      #expect(results.count == count)
      for result in results {
        let url = try #require(result["url"]?.string)
        #expect(url.hasPrefix("\(base)/tmp/20260330/\(id)/") && url.hasSuffix(".\(format)"))
        #expect(try await call(.GET, url, key: nil).status == 200)
      }
      if list == "musics" {
        #expect(results[0].object?.members.map(\.name.text) == ["cover", "lyrics", "tags", "title", "url"])
        #expect(try await call(.GET, results[0]["cover"]?.string ?? "", key: nil).status == 200)
      }
    }
  }

  @Test(arguments: [
    ("", 400), ("[]", 400), ("{", 400), (#"{"args":{}}"#, 400), (#"{"model":1,"args":{}}"#, 400), (#"{"model":"a/b/c"}"#, 400),
    (#"{"model":"a/b/c","args":[]}"#, 400),
  ])
  func badCreateIsRejectedWithAnEnvelope(body: String, status: Int) async throws {
    try await withSimulator { simulator, base in
      let reply = try await call(.POST, base + "/api/v1/job/create", body: body)
      #expect(reply.status == status)
      #expect(try reply.json["code"] == 1)
      #expect(try reply.json["info"]?.string?.isEmpty == false)
      #expect(simulator.accepted.isEmpty)
    }
  }

  @Test func keysAreCheckedOnCreateAndQuery() async throws {
    var configuration = SimulatorConfiguration()
    configuration.keys = ["ak-good"]
    try await withSimulator(configuration) { simulator, base in
      for (key, status) in [(nil, 401), ("ak-bad", 401), ("ak-good", 200)] {
        #expect(try await call(.POST, base + "/api/v1/job/create", body: Sample.create, key: key).status == status)
      }
      let id = try #require(simulator.accepted.first?.id)
      for (key, status) in [(nil, 401), ("ak-bad", 401), ("ak-good", 200)] {
        #expect(try await call(.GET, base + "/api/v1/job/query?id=\(id)", key: key).status == status)
      }
    }
    try await withSimulator { _, base in
      let reply = try await call(.POST, base + "/api/v1/job/create", body: Sample.create, key: "anything")
      #expect(reply.status == 200)
    }
  }

  @Test func whatDoesNotExistIsAnEnvelopeToo() async throws {
    try await withSimulator { _, base in
      for (method, uri, status) in [
        ("GET", "/api/v1/job/query?id=69cac2e5b066fa83d0420890", 404), ("GET", "/api/v1/job/query", 404), ("GET", "/v2", 404),
        ("GET", "/api/v1/job/create", 405), ("GET", "/control/nothing", 404),
      ] {
        let reply = try await call(.init(rawValue: method), base + uri)
        #expect(reply.status == status, "\(uri)")
        #expect(try reply.json["code"] == 1)
      }
    }
  }

  @Test func connectionIsKeptForFurtherRequests() async throws {
    try await withSimulator { _, base in
      let length = Sample.create.utf8.count
      let head = "POST /api/v1/job/create HTTP/1.1\r\nHost: a\r\nAuthorization: bearer k\r\nContent-Length: \(length)\r\n"
      let request = head + "\r\n" + Sample.create
      let last = head + "Connection: close\r\n\r\n" + Sample.create
      let transcript = try await RawSocket.exchange(port: try port(of: base), send: request + request + last)
      #expect(transcript.isClosed)
      #expect(transcript.text.split(separator: "\"job_id\":").count == 4)
    }
  }

  @Test func expectationOfALargeBodyIsAnswered() async throws {
    try await withSimulator { _, base in
      let head = "POST /api/v1/job/create HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
      let transcript = try await RawSocket.exchange(port: try port(of: base), send: head, enough: 25)
      #expect(transcript.text == "HTTP/1.1 100 Continue\r\n\r\n")
    }
  }

  @Test func idsDifferWithinAndAcrossRuns() async throws {
    let time = ManualTime()
    var ids: Set<String> = []
    for _ in 0..<2 {
      ids.formUnion(
        try await withSimulator(time: time) { simulator, base in
          for _ in 0..<20 { _ = try await createJob(base) }
          return simulator.accepted.map(\.id)
        })
    }
    #expect(ids.count == 40)
  }
}
