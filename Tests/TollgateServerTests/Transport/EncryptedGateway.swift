import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

/// Runs gateways that listen with a certificate.
enum EncryptedGateway {
  /// Runs `body` with a gateway whose certificate is in a folder of its own.
  static func run(
    _ change: (inout GatewayUnderTest.Setup) -> Void = { _ in },
    _ body: (GatewayUnderTest, ServerIdentity, URL) async throws -> Void
  ) async throws {
    try await TemporaryFolder.withEmpty { folder in
      let files = try CertificateTests.write(TestCertificates.good.pem, TestCertificates.key, to: folder)
      let identity = try ServerIdentity(files, at: SystemTimeSource().now())
      var setup = GatewayUnderTest.Setup(change)
      setup.settings.transport.identity = identity
      try await GatewayUnderTest.run(setup) { gateway in try await body(gateway, identity, folder) }
    }
  }

  /// A client of TLS that trusts everybody, and offers what a test wants to see refused.
  static func client(_ change: (inout TLSConfiguration) -> Void = { _ in }) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = .none
    change(&configuration)
    return try NIOSSLContext(configuration: configuration)
  }

  /// Speaks with a server over TLS.
  static func talk<Result: Sendable>(
    port: Int, _ context: NIOSSLContext,
    _ body: (NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>, any Channel) async throws ->
      Result
  ) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(30))
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: "localhost"))
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
    return try await channel.executeThenClose { try await body($0, $1, channel.channel) }
  }

  /// Sends a request and reads until the server ends the connection.
  static func transcript(_ request: String, port: Int, _ context: NIOSSLContext) async throws -> String {
    try await talk(port: port, context) { inbound, outbound, _ in
      try await outbound.write(ByteBuffer(string: request))
      var text = ""
      for try await bytes in inbound { text += String(buffer: bytes) }
      return text
    }
  }

  /// The certificate that a server shows, in DER.
  static func shownCertificate(port: Int) async throws -> [UInt8]? {
    try await talk(port: port, try client()) { inbound, outbound, channel in
      try await outbound.write(ByteBuffer(string: Wire.request("GET", "/-/health/live", port: port)))
      for try await _ in inbound { break }
      return try await channel.eventLoop.submit {
        try channel.pipeline.syncOperations.nioSSL_peerCertificate()?.toDERBytes()
      }.get()
    }
  }
}
