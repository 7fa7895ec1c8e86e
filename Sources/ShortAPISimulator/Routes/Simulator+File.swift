import NIOConcurrencyHelpers
import NIOHTTP1
import TollgateCore

extension Simulator {
  /// `GET /tmp/<date>/<job>/<name>.<extension>`: a result file, without a key, until it expires.
  func file(_ request: Request) async -> Reaction {
    let fault = takeFault(on: .file, in: request.head.uri)
    var usual = download(of: String(request.path))
    usual.isHeadOnly = request.head.method == .HEAD
    guard let fault else { return .answer(usual) }
    return await apply(fault, to: usual)
  }

  private func download(of path: String) -> Answer {
    let parts = path.split(separator: "/")
    let now = time.now()
    let lifetime = configuration.fileLifetime
    let file = state.withLockedValue { state -> ResultFile? in
      guard parts.count == 4 else { return nil }
      return state.jobs.with(String(parts[2]), at: now) { job in
        guard let ended = job.succeededAt, now < ended + lifetime else { return nil }
        return job.files.first { $0.path == path }
      } ?? nil
    }
    guard let file else { return .html(404) }
    return Answer(200, contentType: file.format.contentType, body: file.format.bytes(seed: path))
  }
}
