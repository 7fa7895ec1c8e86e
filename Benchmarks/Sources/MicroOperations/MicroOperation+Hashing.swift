import TollgateCore

extension MicroOperation {
  static let hashing: [MicroOperation] = [
    hash("hash-500B", { Bodies.create }), hash("hash-5MB", { Bodies.picture }),
  ]

  private static func hash(_ name: String, _ body: @escaping @Sendable () -> [UInt8]) -> MicroOperation {
    MicroOperation(name, byteCount: body().count) {
      let body = body()
      return { count in
        var sum = 0
        for _ in 0..<count { sum ^= Content(hashing: body.span).hashValue }
        return sum
      }
    }
  }
}
