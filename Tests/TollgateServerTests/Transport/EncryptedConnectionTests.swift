import Foundation
import HTTPTypes
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@testable import TollgateServer

@Suite("Encrypted connections", .bothLanes)
struct EncryptedConnectionTests {
  @Test func everythingIsServedOverThem() async throws {
    let instant = NIOLockedValueBox(0)
    try await EncryptedGateway.run { setup in
      setup.settings.onInstantAnswer = { instant.withLockedValue { $0 += 1 } }
    } _: { gateway, _, _ in
      let bought = try await gateway.finished(Body.picture("encrypted"))
      #expect(try bought.data["amount"]?.string == "0.04")
      let hit = try await gateway.created(Body.picture("encrypted"))
      #expect(hit["Cache-Status"] == "tollgate; hit")
      let record = try await gateway.query(try hit.jobID)
      #expect(record.status == 200 && hit["Strict-Transport-Security"] == nil)
      guard BothLanes.hasInstantLane else { return #expect(instant.withLockedValue(\.self) == 0) }
      // Who asks in the moment of the end may see it a moment before memory does.
      try await eventually("an instant answer") {
        _ = try await gateway.query(try hit.jobID)
        return instant.withLockedValue(\.self) > 0 ? true : nil
      }
    }
  }

  @Test func manyRequestsOnOneConnectionAreAnsweredInOrder() async throws {
    try await EncryptedGateway.run { gateway, _, _ in
      _ = try await gateway.finished(Body.picture("again"))
      let body = Body.picture("again")
      let create = Wire.request(
        "POST", "/api/v1/job/create", port: gateway.port,
        headers: [("Connection", "keep-alive"), ("Authorization", "Bearer x")],
        body: body)
      let live = Wire.request("GET", "/-/health/live", port: gateway.port, headers: [("Connection", "keep-alive")])
      let last = Wire.request("GET", "/-/health/live", port: gateway.port)
      let text = try await EncryptedGateway.transcript(
        String(repeating: create + live, count: 50) + last, port: gateway.port, try EncryptedGateway.client())
      #expect(text.split(separator: "HTTP/1.1 200 OK").count == 101)
      #expect(text.split(separator: "Cache-Status: tollgate; hit").count == 51)
      #expect(text.hasSuffix(#"{"status":"live"}"#))
    }
  }

  @Test func filesArriveWhole() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let shelf = try Shelf(folder: folder)
      try await EncryptedGateway.run {
        $0.assets = shelf.source
      } _: { gateway, _, _ in
        let bytes = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let blob = try await shelf.keep(bytes)
        let whole = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id))
        #expect(whole.status == 200 && whole.bytes == bytes)
        let part = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id), headers: ["Range": "bytes=131071-500000"])
        #expect(part.status == 206 && part.bytes == Array(bytes[131_071...500_000]))
        let large = try shelf.keepZeros(64_000_000)
        #expect(try await GatewayUnderTest.call(.GET, gateway.link(to: large.id)).bytes.count == 64_000_000)
        try await shelf.closed(blob.id)
        try await shelf.closed(large.id)
      }
    }
  }

  @Test func aClientThatTakesNothingOfAFileIsHungUpOn() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let shelf = try Shelf(folder: folder)
      try await EncryptedGateway.run { setup in
        setup.assets = shelf.source
        setup.settings.stallTimeout = .seconds(5)
      } _: { gateway, _, _ in
        let large = try shelf.keepZeros(64_000_000)
        try await EncryptedGateway.talk(port: gateway.port, try EncryptedGateway.client()) { _, outbound, _ in
          try await outbound.write(ByteBuffer(string: Wire.request("GET", "/-/assets/\(large.id)", port: gateway.port)))
          try await eventually("the sending", holds: { try shelf.openings(of: large.id) > 0 })
          try await shelf.closed(large.id)
        }
      }
    }
  }

  @Test func whoSpeaksInTheClearIsToldSo() async throws {
    try await EncryptedGateway.run { gateway, _, _ in
      for request in [
        Wire.request("GET", "/-/health/live", port: gateway.port),
        Wire.request("POST", "/api/v1/job/create", port: gateway.port, body: "{}"),
        "SSH-2.0-OpenSSH\r\n",
      ] {
        let text = try await Wire.transcript(request, port: gateway.port)
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.contains("\r\nConnection: close\r\n"), "\(text)")
        #expect(text.contains("begin the address with https://."), "\(text)")
      }
      // Nothing of it was done.
      #expect(try await gateway.engine.administration.generations(GenerationQuery(limit: 1)).isEmpty)
    }
  }

  @Test func handshakesHaveADeadline() async throws {
    try await EncryptedGateway.run {
      $0.settings.connections.headerTime = .seconds(5)
    } _: { gateway, _, _ in
      // Nothing at all, and the beginning of a handshake.
      for beginning in ["", "\u{16}\u{3}\u{1}"] {
        let text = try await Wire.transcript(beginning, port: gateway.port)
        #expect(text.isEmpty)
      }
      // A handshake, and no request behind it.
      let text = try await EncryptedGateway.transcript("", port: gateway.port, try EncryptedGateway.client())
      #expect(text.isEmpty)
      let slow = try await EncryptedGateway.transcript("GET / HT", port: gateway.port, try EncryptedGateway.client())
      #expect(slow.contains(" 408 "))
    }
  }

  @Test func nothingOldIsSpoken() async throws {
    try await EncryptedGateway.run { gateway, _, _ in
      let request = Wire.request("GET", "/-/health/live", port: gateway.port)
      let refused: [(inout TLSConfiguration) -> Void] = [
        {
          $0.minimumTLSVersion = .tlsv1
          $0.maximumTLSVersion = .tlsv11
        },
        {
          $0.maximumTLSVersion = .tlsv12
          $0.cipherSuites = "RSA+AES:ECDH+AES128+SHA"
        },
      ]
      for change in refused {
        let context = try EncryptedGateway.client(change)
        await #expect(throws: (any Error).self) { () async throws in
          _ = try await EncryptedGateway.transcript(request, port: gateway.port, context)
        }
      }
      for version in [TLSVersion.tlsv12, .tlsv13] {
        let context = try EncryptedGateway.client { ($0.minimumTLSVersion, $0.maximumTLSVersion) = (version, version) }
        #expect(try await EncryptedGateway.transcript(request, port: gateway.port, context).contains("live"))
      }
      // Who offers HTTP/2 as well gets HTTP/1.1.
      let context = try EncryptedGateway.client { $0.applicationProtocols = ["h2", "http/1.1"] }
      #expect(try await EncryptedGateway.transcript(request, port: gateway.port, context).hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func newConnectionsAreShownTheNewCertificate() async throws {
    try await EncryptedGateway.run { gateway, identity, folder in
      #expect(
        try await EncryptedGateway.shownCertificate(port: gateway.port) == TestCertificates.good.certificate().toDERBytes())
      try await EncryptedGateway.talk(port: gateway.port, try EncryptedGateway.client()) { inbound, outbound, _ in
        let request = Wire.request("GET", "/-/health/live", port: gateway.port, headers: [("Connection", "keep-alive")])
        var answers = inbound.makeAsyncIterator()
        try await outbound.write(ByteBuffer(string: request))
        #expect(try await answers.next() != nil)
        _ = try CertificateTests.write(TestCertificates.otherName.pem, TestCertificates.key, to: folder)
        identity.use(try identity.read(at: SystemTimeSource().now()))
        #expect(
          try await EncryptedGateway.shownCertificate(port: gateway.port)
            == TestCertificates.otherName.certificate().toDERBytes())
        // The open one goes on.
        try await outbound.write(ByteBuffer(string: request))
        #expect(try await answers.next() != nil)
      }
    }
  }

  @Test func browsersAreToldToStayEncrypted() async throws {
    try await EncryptedGateway.run {
      $0.settings.transport.strictTransport = .seconds(86_400)
    } _: { gateway, _, _ in
      let reply = try await GatewayUnderTest.call(.GET, gateway.baseURL + "/-/health/live")
      #expect(reply["Strict-Transport-Security"] == "max-age=86400")
    }
  }
}
