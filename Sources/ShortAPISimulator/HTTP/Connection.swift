import NIOCore
import NIOHTTP1

/// One client's connection: requests are read and answered one after the other, with full control over the bytes that are sent.
struct Connection: Sendable {
  typealias Parts = NIOAsyncChannel<HTTPServerRequestPart, Never>

  let channel: Parts
  /// Decides what happens to a request.
  let react: @Sendable (Request) async -> Reaction
  /// Is told when it has happened.
  let finished: @Sendable (Request) -> Void

  /// Adds what reads requests to a new channel. Answers are written to the channel as bytes.
  static func setUp(_ channel: any Channel) -> EventLoopFuture<Parts> {
    channel.eventLoop.makeCompletedFuture {
      let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)
      try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
      return try Parts(wrappingChannelSynchronously: channel)
    }
  }

  /// Serves the connection until either side closes it. Cancellation closes it at once, in the middle of an answer too.
  func run() async {
    let raw = channel.channel
    await withTaskCancellationHandler {
      // Broken requests, resets and cancellation all end the connection, and nobody else needs to know.
      try? await channel.executeThenClose { parts in
        var iterator = parts.makeAsyncIterator()
        while let keepAlive = try await serveOne(&iterator), keepAlive {}
      }
    } onCancel: {
      raw.close(promise: nil)
    }
  }

  /// Reads and answers one request.
  ///
  /// - Returns: whether a further one can follow; `nil` where the client is done.
  private func serveOne(_ iterator: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator) async throws
    -> Bool?
  {
    guard case .head(let head) = try await iterator.next(isolation: #isolation) else { return nil }
    if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
      try await send(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
    }
    var body: [UInt8] = []
    reading: while let part = try await iterator.next(isolation: #isolation) {
      switch part {
      case .body(let bytes):
        body += bytes.readableBytesView
        if body.count > Request.maximumBody {
          try await send(.envelope(413, info: "the body is too large"), keepAlive: false)
          return false
        }
      case .end: break reading
      case .head: return false
      }
    }
    let request = Request(head: head, body: body)
    defer { finished(request) }
    switch await react(request) {
    case .answer(let answer):
      let keepAlive = head.isKeepAlive && answer.leavesConnectionUsable
      try await send(answer, keepAlive: keepAlive)
      return keepAlive
    case .drop: return false
    case .silence:
      while try await iterator.next(isolation: #isolation) != nil {}
      return nil
    }
  }
}
