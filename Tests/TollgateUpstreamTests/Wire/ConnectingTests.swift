import NIOSSL
import Testing
import TollgateCore
import TollgateTestSupport
import TollgateUpstream

@Suite("A create that does not connect", .timeLimit(.minutes(15)))
struct ConnectingTests {
  @Test("refused", arguments: ["http", "https"], ["127.0.0.1", "localhost"])
  func refused(scheme: String, host: String) async throws {
    try await withClient(port: try FreePort.next(), scheme: scheme, host: host) { client in
      let outcome = await client.create([1], credential: testKey)
      #expect(outcome.kind == .notSent, "\(outcome)")
      #expect(await client.query("x", credential: testKey).record == nil)
    }
  }

  @Test("a name that does not exist", arguments: ["http", "https"])
  func noName(scheme: String) async throws {
    try await withClient(port: 80, scheme: scheme, host: "tollgate-test.invalid") { client in
      let outcome = await client.create([1], credential: testKey)
      #expect(outcome.kind == .notSent, "\(outcome)")
    }
  }

  /// What a server that is no TLS server does to a handshake.
  enum Handshake: String, Sendable, CaseIterable {
    case plainHTTP, closesAtOnce, resetsAtOnce, resetsAfterHello, silent
  }

  @Test("a TLS handshake that fails", arguments: Handshake.allCases, ["127.0.0.1", "localhost"])
  func noHandshake(_ handshake: Handshake, host: String) async throws {
    try await RawServer.run { peer in
      switch handshake {
      case .plainHTTP:
        await peer.read(1)
        try await peer.send(http("400 Bad Request", ""))
      case .closesAtOnce: break
      case .resetsAtOnce: try await peer.reset()
      case .resetsAfterHello:
        await peer.read(1)
        try await peer.reset()
      case .silent: await peer.closed()
      }
    } _: { server in
      try await withClient(port: server.port, scheme: "https", host: host) {
        $0.connectTimeout = .milliseconds(500)
      } _: { client in
        let outcome = await client.create([1], credential: testKey)
        #expect(outcome.kind == .notSent, "\(outcome)")
      }
    }
  }

  @Test(
    "a certificate that is not to be trusted",
    arguments: [
      (TestCertificates.good, false), (.expired, true), (.otherName, true), (.addressOnly, true), (.commonNameOnly, true),
    ])
  func badCertificate(presented: TestCertificates, isTrusted: Bool) async throws {
    let root = isTrusted ? try presented.certificate() : nil
    try await RawServer.run(tls: try presented.server()) { peer in
      await peer.request()
      try await peer.send(http("200 OK", acceptedBody))
    } _: { server in
      try await withClient(port: server.port, scheme: "https", host: "localhost", trusting: root) { client in
        let outcome = await client.create([1], credential: testKey)
        #expect(outcome.kind == .notSent, "\(outcome)")
        #expect(outcome.reason?.contains("TLS") == true)
        #expect(await client.query("x", credential: testKey).reason?.contains("TLS") == true)
      }
      #expect(server.requests.isEmpty)
    }
  }

  @Test("a certificate for an address is good where that is asked for")
  func address() async throws {
    try await RawServer.run(tls: try TestCertificates.addressOnly.server()) { peer in
      await peer.request()
      try await peer.send(http("200 OK", acceptedBody))
    } _: { server in
      let root = try TestCertificates.addressOnly.certificate()
      try await withClient(port: server.port, scheme: "https", host: "127.0.0.1", trusting: root) { client in
        #expect(await client.create([1], credential: testKey) == accepted)
      }
    }
  }

  @Test("with a trusted certificate it does, and what happens then counts as sent", arguments: [true, false])
  func trusted(answers: Bool) async throws {
    try await RawServer.run(tls: try TestCertificates.good.server()) { peer in
      await peer.request()
      if answers { try await peer.send(http("200 OK", acceptedBody)) } else { try await peer.reset() }
    } _: { server in
      let root = try TestCertificates.good.certificate()
      try await withClient(port: server.port, scheme: "https", host: "localhost", trusting: root) { client in
        let outcome = await client.create([1], credential: testKey)
        #expect(outcome.kind == (answers ? .accepted : .unknown), "\(outcome)")
      }
      #expect(server.requests.count == 1)
    }
  }
}
