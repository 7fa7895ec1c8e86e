import NIOCore
import NIOEmbedded
import NIOHTTP1
import TollgateCore

@testable import TollgateServer

/// A connection without a socket, under a clock that the test moves.
final class ConnectionUnderTest {
  let channel = EmbeddedChannel()
  let end = WireEnd()
  let responder: RecordingResponder
  let connection: ConnectionHandler
  private var written: [UInt8] = []

  convenience init(
    _ limits: ConnectionLimits = ConnectionLimits(), answerer: (any InstantAnswering)? = nil, answersAtOnce: Bool = true
  ) throws {
    try self.init(.of(limits, answerer: answerer), answersAtOnce: answersAtOnce)
  }

  /// A connection of a server.
  init(_ environment: ConnectionEnvironment, answersAtOnce: Bool = true, from address: SocketAddress? = nil) throws {
    connection = ConnectionHandler(environment: environment)
    responder = RecordingResponder(answersAtOnce: answersAtOnce)
    var encoding = HTTPResponseEncoder.Configuration()
    encoding.automaticallySetFramingHeaders = false
    try channel.pipeline.syncOperations.addHandlers([
      end, connection, HTTPResponseEncoder(configuration: encoding), ResponseHandler(connection: connection), responder,
    ])
    channel.connect(to: try address ?? SocketAddress(unixDomainSocketPath: "/client"), promise: nil)
  }

  /// Whether the gateway has ended the connection, or at least its side.
  var isEnding: Bool { end.isOutputClosed || isClosed }
  var isClosed: Bool { !channel.isActive }

  func send(_ bytes: [UInt8]) throws {
    guard !isClosed else { return }
    try channel.writeInbound(ByteBuffer(bytes: bytes))
  }

  func send(_ text: String) throws { try send(text.latin1) }

  /// The client ends its side.
  func sendEnd() { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }

  func hangUp() { channel.close(promise: nil) }

  func quiesce() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }

  func advance(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

  func setWritable(_ isWritable: Bool) {
    channel.isWritable = isWritable
    channel.pipeline.fireChannelWritabilityChanged()
  }

  /// All that was written until now.
  var output: [UInt8] {
    get throws {
      while let data = try channel.readOutbound(as: IOData.self) {
        if case .byteBuffer(let buffer) = data { written += buffer.readableBytesView }
      }
      return written
    }
  }

  /// The answers until now.
  var answers: [WireAnswer] { get throws { try WireAnswer.all(in: try output) } }

  /// The statuses of the answers until now.
  var statuses: [Int] { get throws { try answers.map(\.status) } }
}

extension ConnectionEnvironment {
  static func of(_ limits: ConnectionLimits, answerer: (any InstantAnswering)? = nil) -> ConnectionEnvironment {
    ConnectionEnvironment(
      limits: limits, headerLimit: ByteCount(bytes: 32_000), bodyLimit: .mebibytes(16), answerer: answerer)
  }
}

extension String {
  /// The characters as bytes, which they must have the values of.
  var latin1: [UInt8] { unicodeScalars.map { UInt8($0.value) } }
}
