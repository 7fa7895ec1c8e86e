import NIOConcurrencyHelpers
import NIOHTTP1
import TollgateCore

extension Simulator {
  /// `GET /tmp/<date>/<job>/<name>.<extension>`: a result file or a part of it, without a key, until it expires.
  func file(_ request: Request) async -> Reaction {
    let fault = takeFault(on: .file, in: request.head.uri)
    if fault?.kind == .staleLink { endLinks(of: String(request.path)) }
    var usual = download(request, withRanges: fault?.kind != .noRanges)
    usual.isHeadOnly = request.head.method == .HEAD
    guard let fault else { return .answer(usual) }
    return await apply(fault, to: usual, for: request)
  }

  private func download(_ request: Request, withRanges: Bool) -> Answer {
    let path = String(request.path)
    let version = request.queryValue("v").map { Int($0) ?? -1 } ?? 0
    let now = time.now()
    let lifetime = configuration.fileLifetime
    let file = withJob(of: path) { job -> ResultFile? in
      guard let ended = job.succeededAt, now < ended + lifetime, job.serves(linkVersion: version) else { return nil }
      return job.files.first { $0.path == path }
    }
    guard let file = file ?? nil else { return .html(404) }
    let content = FileContent(format: file.format, seed: path, size: configuration.fileSize.map { Int64($0.bytes) })
    return withRanges
      ? .part(of: content, format: file.format, request.head.headers)
      : Answer(200, contentType: file.format.contentType, file: FilePart(content: content, range: 0..<content.size))
  }

  /// Links that were given out lead nowhere from now on; a query gives new ones.
  private func endLinks(of path: String) { withJob(of: path) { $0.endLinks() } }

  @discardableResult
  private func withJob<Result>(of path: String, _ body: (inout SimulatedJob) -> Result) -> Result? {
    let parts = path.split(separator: "/")
    guard parts.count == 4 else { return nil }
    let now = time.now()
    return state.withLockedValue { $0.jobs.with(String(parts[2]), at: now, body) }
  }
}

extension Answer {
  /// The part of a file that a request asks for.
  fileprivate static func part(of content: FileContent, format: FileFormat, _ headers: HTTPHeaders) -> Answer {
    let common = [("ETag", content.tag), ("Accept-Ranges", "bytes")]
    switch ByteRange(headers, size: content.size, tag: content.tag) {
    case .whole:
      return Answer(
        200, contentType: format.contentType, file: FilePart(content: content, range: 0..<content.size), headers: common)
    case .part(let range):
      let place = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(content.size)"
      return Answer(
        206, contentType: format.contentType, file: FilePart(content: content, range: range),
        headers: common + [("Content-Range", place)])
    case .unsatisfiable:
      return Answer(
        416, contentType: "text/plain", body: [], headers: common + [("Content-Range", "bytes */\(content.size)")])
    }
  }
}
