import NIOCore

extension Fault {
  /// What happens instead of the usual answer. A fault that has already shaped that answer changes nothing here.
  func reaction(insteadOf usual: Answer, uri: String) -> Reaction {
    var answer = usual
    switch kind {
    case .dropBefore, .dropAfter, .drop: return .drop
    case .neverAnswer: return .silence
    case .reject: answer = .envelope(status ?? 200, code: code ?? 3000, info: info ?? "upstream service unstable")
    case .unauthorized: answer = .envelope(status ?? 401, code: code ?? 1, info: info ?? "invalid api key")
    case .notFound: answer = .envelope(status ?? 404, code: code ?? 1, info: info ?? "not found")
    case .rateLimit:
      answer = .envelope(status ?? 429, code: code ?? 1, info: info ?? "too many requests")
      answer.headers.append(("Retry-After", "\(retryAfter.components.seconds)"))
    case .html: answer = .html(status ?? 502)
    case .malformed:
      answer.body = usual.body.getSlice(at: usual.body.readerIndex, length: usual.body.readableBytes * 2 / 3) ?? .init()
    case .truncated: answer.pacing = .halfOfTheBody
    case .huge: answer.body = padded(usual.body)
    case .slow: answer.pacing = .bodyByteByByte(perByte)
    case .slowHead: answer.pacing = .byteByByte(perByte)
    case .endless: answer.pacing = .endless
    case .wrongType:
      answer.body = ByteBuffer(bytes: Answer.htmlPage(title: "Just a moment..."))
      answer.file = nil
    case .wrongLength: answer.pacing = .halfOfTheLength
    case .encoded: answer.headers.append(("Content-Encoding", "gzip"))
    case .redirect:
      answer = .html(status ?? 302)
      answer.headers.append(("Location", location ?? uri + (uri.contains("?") ? "&" : "?") + "again=1"))
    case .staleLink: answer = .html(status ?? 404)
    case .delay, .wrongAmount, .oddAmount, .missingAmount, .missingJobID, .codeWithJobID, .duplicateJobID, .failJob, .stallJob,
      .unknownStatus, .emptyResult, .noRanges:
      break
    }
    return .answer(answer)
  }

  /// An object with a further member of many megabytes.
  private func padded(_ object: ByteBuffer) -> ByteBuffer {
    var body = object
    body.moveWriterIndex(to: body.writerIndex - 1)
    body.writeString(",\"padding\":\"")
    body.writeRepeatingByte(UInt8(ascii: "x"), count: megabytes << 20)
    body.writeString("\"}")
    return body
  }
}
