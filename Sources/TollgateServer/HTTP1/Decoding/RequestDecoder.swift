/// Reads requests of HTTP/1.0 and HTTP/1.1 strictly (RFC 9112): what could mean one thing to this server and another to a proxy in
/// front of it is refused.
///
/// It keeps no bytes. The caller gives it all that it has, from the first byte that was not consumed, and takes away what the
/// returned step says.
struct RequestDecoder {
  /// What the bytes are.
  enum Step: Equatable {
    /// More are needed.
    case more
    /// The first so many are the head, which is ``RequestDecoder/head``. They are to be consumed before the next step.
    case head(size: Int)
    /// The first so many mean nothing any more.
    case skip(Int)
    /// The first so many belong to the body.
    case body(Int)
    /// The request ended in front of them.
    case end
  }

  enum Phase: Equatable {
    /// Nothing has come.
    case start
    case requestLine
    case fields
    /// A body of which so many bytes are missing.
    case counted(Int)
    case chunkSize
    case chunk(Int)
    case chunkEnd
    case trailers
    case ended
  }

  let limits: DecoderLimits
  var head = RequestHead()
  var phase = Phase.start
  /// Where the line begins that comes next.
  var lineStart = 0
  /// Where the line was looked for the end of, in vain.
  private var scanned = 0
  /// The bytes and the number of the fields, then of the trailers.
  var headerBytes = 0
  var headerCount = 0
  var extensionBytes = 0

  init(limits: DecoderLimits) { self.limits = limits }

  /// The bytes of the body that have not come; `nil` where nobody knows, or there is no body.
  var missingBody: Int? {
    switch phase {
    case .counted(let count): count
    case .ended: 0
    default: nil
    }
  }

  /// Reads on.
  mutating func next(_ bytes: Span<UInt8>) throws(RequestFault) -> Step {
    switch phase {
    case .start, .requestLine, .fields: return try readHead(bytes)
    case .counted(let missing):
      guard missing > 0 else {
        phase = .ended
        return .end
      }
      guard bytes.count > 0 else { return .more }
      let count = min(missing, bytes.count)
      phase = .counted(missing - count)
      return .body(count)
    case .chunkSize, .chunk, .chunkEnd, .trailers: return try readChunked(bytes)
    case .ended: return .end
    }
  }

  /// Begins with the next request.
  mutating func reset() {
    head.clear()
    phase = .start
    lineStart = 0
    scanned = 0
    headerBytes = 0
    headerCount = 0
    extensionBytes = 0
  }

  /// Finds the next line, which has to end with CR and LF and may have so many bytes without them.
  ///
  /// - Returns: `nil` while its end has not come.
  /// - Throws: `tooLong` where it has more, and `malformed` where it ends otherwise.
  mutating func nextLine(
    _ bytes: Span<UInt8>, limit: Int, tooLong: RequestFault, malformed: RequestFault
  ) throws(RequestFault) -> Range<Int>? {
    guard let end = bytes.firstLineFeed(from: max(scanned, lineStart)) else {
      scanned = bytes.count
      // The last byte may be the CR.
      guard bytes.count - lineStart <= limit + 1 else { throw tooLong }
      return nil
    }
    let length = end - lineStart - 1
    guard length <= limit else { throw tooLong }
    guard length >= 0, bytes[end - 1] == .carriageReturn else { throw malformed }
    defer { lineStart = end + 1 }
    return lineStart..<end - 1
  }

  /// Begins anew at the first byte, because the bytes up to here are consumed.
  ///
  /// - Returns: how many these are.
  mutating func endLine() -> Int {
    defer {
      lineStart = 0
      scanned = 0
    }
    return lineStart
  }
}
