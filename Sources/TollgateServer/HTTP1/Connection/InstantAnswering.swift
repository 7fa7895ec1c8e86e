package import NIOCore

/// Answers requests at once, on the event loop, before the main lane sees them. It must not wait, nor change anything unless it
/// answers.
package protocol InstantAnswering: Sendable {
  /// Whether it may know the answer to a request with this head. If so, it is asked again with the body.
  func mayAnswer(_ head: borrowing RequestHead) -> Bool

  /// Whether the body of such a request is worth the room and the wait, where it has not come with the head.
  func mayCollect(_ head: borrowing RequestHead) -> Bool

  /// Answers a request, or does not know how to.
  ///
  /// - Parameters:
  ///   - head: the head, with its bytes.
  ///   - body: the whole body.
  ///   - closes: whether the connection is closed behind the answer, which has to say so: `Connection: close`.
  ///   - out: where the whole answer is appended to, head and body. Other answers may stand before.
  /// - Returns: `false` where the main lane has to answer; then nothing may have changed.
  func answer(_ head: borrowing RequestHead, body: Span<UInt8>, closes: Bool, into out: inout ByteBuffer) -> Bool
}
