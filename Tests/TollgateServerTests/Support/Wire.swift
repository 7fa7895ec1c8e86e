import HTTPTypes
import NIOCore
import NIOPosix
import Testing

/// HTTP by hand, one connection for each request, where the exact bytes matter.
enum Wire {
  /// The longest that a connection may stay open: an answer that does not come fails its test instead of stopping all.
  private static let patience: TimeAmount = .seconds(150)

  /// Puts a request together. `Host` of loopback, a length and `Connection: close` are added where they are missing.
  static func request(
    _ method: String, _ target: String, port: Int, headers: [(String, String)] = [], body: String? = nil
  ) -> String {
    var headers = headers
    func has(_ name: String) -> Bool { headers.contains { $0.0.lowercased() == name } }
    if !has("host") { headers.append(("Host", "127.0.0.1:\(port)")) }
    if let body, !has("content-length"), !has("transfer-encoding") { headers.append(("Content-Length", "\(body.utf8.count)")) }
    if !has("connection") { headers.append(("Connection", "close")) }
    return "\(method) \(target) HTTP/1.1\r\n" + headers.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n" + (body ?? "")
  }

  /// Sends bytes to a port of loopback and reads one answer. `ready` is awaited between connecting and sending.
  static func exchange(_ request: String, port: Int, ready: () async -> Void = {}) async throws -> Reply {
    try await connect(port: port).executeThenClose { inbound, outbound in
      await ready()
      try await outbound.write(ByteBuffer(string: request))
      var bytes: [UInt8] = []
      for try await buffer in inbound {
        bytes += buffer.readableBytesView
        if let reply = reply(from: bytes) { return reply }
      }
      return try #require(reply(from: bytes), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// Sends the beginning of a request to a port of loopback, then what `rest` says, and reads one answer.
  static func exchange(_ beginning: String, then rest: () async throws -> String, port: Int) async throws -> Reply {
    try await connect(port: port).executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: beginning))
      try await outbound.write(ByteBuffer(string: try await rest()))
      var bytes: [UInt8] = []
      for try await buffer in inbound {
        bytes += buffer.readableBytesView
        if let reply = reply(from: bytes) { return reply }
      }
      return try #require(reply(from: bytes), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// Sends bytes to a port of loopback and reads until the other side closes the connection.
  static func transcript(_ requests: String, port: Int) async throws -> String {
    try await connect(port: port).executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: requests))
      var text = ""
      for try await buffer in inbound { text += String(buffer: buffer) }
      return text
    }
  }

  /// Sends bytes to a port of loopback and hangs up when something has happened.
  static func abandon(_ request: String, port: Int, when happened: () async throws -> Void) async throws {
    try await connect(port: port).executeThenClose { _, outbound in
      try await outbound.write(ByteBuffer(string: request))
      try await happened()
    }
  }

  private static func connect(port: Int) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
    try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(30))
      // Who is still sending when the other side is done goes on, and reads the answer then.
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        let end = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in end.cancel() }
        return channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
  }

  /// Whether somebody takes connections at a port of loopback.
  static func isListening(port: Int) async -> Bool {
    let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port).get()
    try? await channel?.close()
    return channel != nil
  }

  /// Reads an answer with a Content-Length.
  ///
  /// - Returns: `nil` while it is not complete.
  private static func reply(from bytes: [UInt8]) -> Reply? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
    var headers = HTTPFields()
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { return nil }
      headers.append(HTTPField(name: name, value: String(parts[1].drop { $0 == " " })))
    }
    let body = bytes[end.upperBound...]
    guard let length = headers[.contentLength].flatMap({ Int($0) }), body.count >= length else { return nil }
    return Reply(status: status, headers: headers, bytes: Array(body.prefix(length)))
  }
}
