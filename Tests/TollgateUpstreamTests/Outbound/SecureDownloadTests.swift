import Testing
import TollgateCore
import TollgateTestSupport
import TollgateUpstream

/// TLS is checked against the host of the URL: a name, and never the address behind it, or an address.
@Suite("A download over TLS", .timeLimit(.minutes(15)))
struct SecureDownloadTests {
  @Test(
    arguments: [
      (.good, "localhost", .complete), (.good, "127.0.0.1", .complete),
      (.otherName, "files.test", .failed(reason: "the TLS handshake with the server failed")),
      (.expired, "localhost", .failed(reason: "the TLS handshake with the server failed")),
      (.otherName, "localhost", .failed(reason: "the TLS handshake with the server failed")),
      // The address that is connected to is in the certificate, the name that was asked for is not.
      (.addressOnly, "localhost", .failed(reason: "the TLS handshake with the server failed")),
      (.addressOnly, "files.test", .failed(reason: "the TLS handshake with the server failed")),
      (.addressOnly, "127.0.0.1", .complete),
      (.wildcard, "a.files.test", .complete), (.wildcard, "A.Files.Test", .complete),
      (.wildcard, "a.b.files.test", .failed(reason: "the TLS handshake with the server failed")),
      (.wildcard, "127.0.0.1", .failed(reason: "the TLS handshake with the server failed")),
      (.commonNameOnly, "localhost", .failed(reason: "the TLS handshake with the server failed")),
    ] as [(TestCertificates, String, FileOutcome)])
  func certificate(certificate: TestCertificates, host: String, outcome: FileOutcome) async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send(http("200 OK", "hello"))
    }
    try await RawServer.run(tls: try certificate.server(), script: script) { server in
      let resolver = FixedResolver { _, _ in ["127.0.0.1"] }
      try await withDownloader(resolver: resolver, trusting: try certificate.certificate()) { downloader in
        let request = FileRequest(url: "https://\(host):\(server.port)/", limit: 100)
        #expect(await downloader.download(request, into: MemorySink()) == outcome)
      }
      #expect(server.requests.isEmpty == (outcome != .complete))
    }
  }

  @Test func strangerIsNotTrusted() async throws {
    try await RawServer.run(tls: try TestCertificates.good.server(), script: { await $0.request() }) { server in
      try await withDownloader { downloader in
        let request = FileRequest(url: "https://127.0.0.1:\(server.port)/", limit: 100)
        #expect(
          await downloader.download(request, into: MemorySink()) == .failed(reason: "the TLS handshake with the server failed"))
      }
    }
  }

  /// Without TLS's own goodbye nobody knows whether a file without a length is whole.
  @Test func endWithoutGoodbyeIsACut() async throws {
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send("HTTP/1.1 200 OK\r\n\r\nhello")
      try await peer.hangUp()
    }
    try await RawServer.run(tls: try TestCertificates.good.server(), script: script) { server in
      try await withDownloader(trusting: try TestCertificates.good.certificate()) { downloader in
        let request = FileRequest(url: "https://127.0.0.1:\(server.port)/", limit: 100)
        #expect(await downloader.download(request, into: MemorySink()) == .cut(reason: "the connection broke off"))
      }
    }
  }
}
