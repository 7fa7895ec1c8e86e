import Testing
import TollgateCore
import TollgateTestSupport
import TollgateUpstream

/// Every way in which a try to deliver ends, over real sockets.
@Suite("A callback that is posted", .timeLimit(.minutes(15)))
struct CallbackPostTests {
  @Test(
    arguments: [
      ("200 OK", "", .delivered(status: 200)), ("204 No Content", "", .delivered(status: 204)),
      ("299 Odd", "", .delivered(status: 299)), ("300 Choices", "", .rejected(status: 300, retryAfter: nil)),
      ("301 Moved", "Location: /x\r\n", .rejected(status: 301, retryAfter: nil)),
      ("307 Temporary", "Location: http://127.0.0.1/\r\n", .rejected(status: 307, retryAfter: nil)),
      ("400 Bad", "", .rejected(status: 400, retryAfter: nil)), ("404 Not Found", "", .rejected(status: 404, retryAfter: nil)),
      ("429 Slow", "Retry-After: 7\r\n", .rejected(status: 429, retryAfter: .seconds(7))),
      ("500 Error", "Retry-After: soon\r\n", .rejected(status: 500, retryAfter: nil)),
      ("503 Down", "Retry-After: Mon, 30 Mar 2026 18:37:35 GMT\r\n", .rejected(status: 503, retryAfter: .milliseconds(9322))),
    ] as [(String, String, CallbackOutcome)])
  func outcome(status: String, headers: String, outcome: CallbackOutcome) async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 \(status)\r\n\(headers)Content-Length: 0\r\n\r\n")
    }
    try await RawServer.run(script: script) { server in
      try await withPoster(clock: ManualTime()) { poster in
        #expect(await poster.post(post(to: "http://127.0.0.1:\(server.port)/hook")) == outcome)
      }
      #expect(server.connections == 1)
    }
  }

  @Test func requestIsWhatTheCourierSigned() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send(http("200 OK", ""))
    }
    try await RawServer.run(script: script) { server in
      let body = #"{"id":"1"}"#
      try await withPoster { poster in
        #expect(
          await poster.post(post(to: "http://127.0.0.1:\(server.port)/hook?a=b", body: body)) == .delivered(status: 200))
      }
      let request = RequestBytes(try #require(server.requests.first))
      #expect(
        request.headLines == [
          "POST /hook?a=b HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "User-Agent: tollgate/1.2.3", "Accept: */*",
          "Accept-Encoding: identity", "Connection: close", "Content-Type: application/json", "webhook-id: msg_1",
          "Content-Length: 10",
        ])
      #expect(request.body == Array(body.utf8))
    }
  }

  /// What follows the head is not waited for.
  @Test func answerThatNeverEndsIsAnAnswer() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\n\r\n")
      while true { try await peer.send([UInt8](repeating: 7, count: 10_000)) }
    }
    try await RawServer.run(script: script) { server in
      try await withPoster { poster in
        #expect(await poster.post(post(to: "http://127.0.0.1:\(server.port)/")) == .delivered(status: 200))
      }
    }
  }

  @Test func headThatNeverEndsIsNoAnswer() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\n")
      while true {
        try await peer.send("X: y\r\n")
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    try await RawServer.run(script: script) { server in
      try await withPoster(timeout: .seconds(10)) { poster in
        let outcome = await poster.post(post(to: "http://127.0.0.1:\(server.port)/"))
        #expect(outcome == .failed(reason: "the server did not answer in time"))
      }
    }
  }

  @Test func receiverThatTakesNothingEndsAtTheDeadline() async throws {
    let script: RawServer.Script = { peer in await peer.closed() }
    try await RawServer.run(script: script) { server in
      try await withPoster(timeout: .seconds(10)) { poster in
        let outcome = await poster.post(post(to: "http://127.0.0.1:\(server.port)/"))
        #expect(outcome == .failed(reason: "the server did not answer in time"))
      }
    }
  }

  @Test(arguments: [false, true]) func receiverThatHangsUp(reads: Bool) async throws {
    let script: RawServer.Script = { peer in
      // Not before the connection stands.
      if reads { await peer.request() } else { await peer.read(1) }
      try await peer.reset()
    }
    try await RawServer.run(script: script) { server in
      try await withPoster { poster in
        let outcome = await poster.post(post(to: "http://127.0.0.1:\(server.port)/"))
        #expect(outcome == .failed(reason: "the connection broke off"))
      }
    }
  }

  @Test func deadReceiver() async throws {
    let port = try FreePort.next()
    try await withPoster { poster in
      let outcome = await poster.post(post(to: "http://127.0.0.1:\(port)/"))
      #expect(outcome == .failed(reason: "the server could not be reached"))
    }
  }

  @Test func refusedURLIsARefusal() async throws {
    try await withPoster { poster in
      for (url, refusal) in [
        ("CALLBACK_URL", .notAURL), ("http://8.8.8.8/", .scheme), ("https://8.8.8.8:22/", .port),
        ("https://10.0.0.1/", .address),
      ] as [(String, OutboundRefusal)] {
        #expect(await poster.post(post(to: url)) == .refused(reason: refusal.description))
      }
    }
  }
}
