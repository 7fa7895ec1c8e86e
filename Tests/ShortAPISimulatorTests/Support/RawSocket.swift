import NIOCore
import NIOPosix

/// What came back over a socket.
struct Transcript: Sendable {
  let bytes: [UInt8]
  /// Whether the other side closed the connection.
  let isClosed: Bool

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var body: String {
    guard let range = text.utf8.firstRange(of: "\r\n\r\n".utf8) else { return "" }
    return String(text[range.upperBound...])
  }
  var status: Int { Int(text.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0 }
  /// What `Content-Length` says.
  var promisedLength: Int? {
    let line = text.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
    return line.flatMap { Int($0.dropFirst("Content-Length: ".count)) }
  }
}

enum RawSocket {
  /// Sends bytes to a port of loopback and collects what comes back until the other side closes, `enough` bytes are there, or
  /// nothing more is expected: the condition holds and a moment has passed, or three minutes have. A machine that does much else
  /// may need as many.
  static func exchange(
    port: Int, send request: String, enough: Int = .max, until isDone: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Transcript {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "127.0.0.1", port: port)
    {
      channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
      }
    }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: request))
      return await withTaskGroup(of: Transcript?.self) { group in
        group.addTask {
          var bytes: [UInt8] = []
          do {
            for try await buffer in inbound {
              bytes += buffer.readableBytesView
              if bytes.count >= enough { return Transcript(bytes: bytes, isClosed: false) }
            }
          } catch {}
          return Transcript(bytes: bytes, isClosed: !Task.isCancelled)
        }
        group.addTask {
          let deadline = ContinuousClock.now + .seconds(180)
          while !isDone(), ContinuousClock.now < deadline, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
          try? await Task.sleep(for: .milliseconds(100))
          return nil
        }
        var transcript = Transcript(bytes: [], isClosed: false)
        for await result in group {
          if let result { transcript = result }
          group.cancelAll()
        }
        return transcript
      }
    }
  }

  static func create(
    _ port: Int, body: String = Sample.create, enough: Int = .max, until isDone: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Transcript {
    let head = "POST /api/v1/job/create HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    let fields = "Authorization: Bearer ak-test\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    return try await exchange(port: port, send: head + fields + body, enough: enough, until: isDone)
  }

  static func get(
    _ port: Int, _ uri: String, method: String = "GET", enough: Int = .max,
    until isDone: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Transcript {
    let head = "\(method) \(uri) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ak-test\r\n\r\n"
    return try await exchange(port: port, send: head, enough: enough, until: isDone)
  }
}
