import NIOCore

extension Connection {
  private static let filling = ByteBuffer(repeating: 0, count: 1 << 16)

  /// Sends an answer as its pacing says. Returns when its last byte is with the kernel.
  func send(_ answer: Answer, keepAlive: Bool) async throws {
    var head = answer.head(keepAlive: keepAlive)
    var body = answer.isHeadOnly ? ByteBuffer() : answer.body
    var file = answer.isHeadOnly ? nil : answer.file
    switch answer.pacing {
    case .atOnce, .halfOfTheLength:
      head.writeBuffer(&body)
      try await send(head)
      while let bytes = file?.next() { try await send(bytes) }
    case .bodyByteByByte(let pause):
      try await send(head)
      try await send(body, pause: pause)
      while let bytes = file?.next() { try await send(bytes, pause: pause) }
    case .byteByByte(let pause):
      head.writeBuffer(&body)
      try await send(head, pause: pause)
      while let bytes = file?.next() { try await send(bytes, pause: pause) }
    case .halfOfTheBody:
      if var half = body.readSlice(length: body.readableBytes / 2) { head.writeBuffer(&half) }
      try await send(head)
      var half = file.map { $0.prefix($0.count / 2) }
      while let bytes = half?.next() { try await send(bytes) }
    case .endless:
      head.writeBuffer(&body)
      try await send(head)
      while let bytes = file?.next() { try await send(bytes) }
      while true { try await send(Self.filling) }
    }
  }

  /// Sends bytes and waits until they are with the kernel, so that a slow reader slows the simulator down.
  func send(_ bytes: ByteBuffer) async throws {
    try await channel.channel.writeAndFlush(bytes).get()
  }

  private func send(_ bytes: ByteBuffer, pause: Duration) async throws {
    for byte in bytes.readableBytesView {
      try await Task.sleep(for: pause)
      try await send(ByteBuffer(bytes: [byte]))
    }
  }
}
