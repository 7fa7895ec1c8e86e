package import NIOCore
import NIOHTTP1
import NIOPosix
package import TollgateCore

/// Downloads the files of results, from servers that the vendor named.
///
/// A server is not trusted: where it may be is the policy's to say, for redirects too; what it sends is counted while it comes
/// and never held; and it has to keep a pace.
package struct FileDownloader: FileSource {
  private let configuration: Configuration
  private let client: GuardedClient

  /// A downloader that must be ended with ``shutdown()``. Nothing is connected before the first download. How many run at a
  /// time is the caller's to bound.
  ///
  /// - Parameters:
  ///   - configuration: where files may come from, and the limits.
  ///   - resolver: tells the addresses of names; `nil` for the machine's own.
  ///   - eventLoopGroup: where the connections live; its owner shuts it down after the downloader.
  package init(
    configuration: Configuration, resolver: (any HostResolver)? = nil,
    eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  ) {
    self.configuration = configuration
    client = GuardedClient(
      policy: configuration.policy, settings: configuration.settings, resolver: resolver, eventLoopGroup: eventLoopGroup)
  }

  /// Ends what the downloader keeps. Downloads under way go on to their end or their deadline, so the caller cancels them first.
  package func shutdown() async { await client.shutdown() }

  package func download(_ request: FileRequest, into sink: any FileSink) async -> FileOutcome {
    let end = NIODeadline.now() + TimeAmount(configuration.totalTimeout)
    do throws(OutboundFailure) {
      var url = try parsed { () throws(OutboundRefusal) in try OutboundURL(request.url) }
      var wanted = WantedPart(request)
      for _ in 0...configuration.maximumRedirects + 1 {
        switch try await ask(url, wanted, end: end, sink: sink) {
        case .done(let outcome): return outcome
        case .elsewhere(let location):
          guard wanted.countRedirect(atMost: configuration.maximumRedirects) else {
            return .failed(reason: "the server redirected more than \(configuration.maximumRedirects) times")
          }
          url = try parsed { () throws(OutboundRefusal) in try url.following(location: location) }
        case .fromTheBeginning: wanted = wanted.fromTheBeginning
        }
      }
      return .failed(reason: "the server has the file neither whole nor in parts")
    } catch {
      switch error {
      case .refused(let refusal): return .refused(reason: refusal.description)
      case .notLookedUp: return .notTried(reason: error.description)
      default: return .failed(reason: error.description)
      }
    }
  }

  private enum Answer: Sendable {
    case done(FileOutcome)
    case elsewhere(location: String)
    case fromTheBeginning
  }

  private func ask(
    _ url: OutboundURL, _ wanted: WantedPart, end: NIODeadline, sink: any FileSink
  ) async throws(OutboundFailure) -> Answer {
    let limits = PaceLimits(
      head: min(end, .now() + TimeAmount(configuration.headTimeout)), end: end, idle: TimeAmount(configuration.idleTimeout),
      minimumBytes: configuration.minimumPerPeriod.bytes, period: TimeAmount(configuration.ratePeriod))
    let request = OutboundRequest(method: .GET, url: url, headers: wanted.headers, body: [])
    return try await client.exchange(request, limits: limits) { head, answer throws(OutboundFailure) in
      switch FileAnswer(head, to: wanted) {
      case .outcome(let outcome): return .done(outcome)
      case .redirect(let location): return .elsewhere(location: location)
      case .rangeRefused: return .fromTheBeginning
      case .nothingMissing(let validator): return .done(await begin(sink, wanted.offset, validator) ?? .complete)
      case .bytes(let offset, let length, let validator):
        if let failure = await begin(sink, offset, validator) { return .done(failure) }
        return .done(await copy(&answer, from: offset, length: length, limit: wanted.limit, into: sink))
      }
    }
  }

  private func begin(_ sink: any FileSink, _ offset: Int64, _ validator: String?) async -> FileOutcome? {
    do throws(BlobError) {
      try await sink.begin(at: offset, validator: validator)
      return nil
    } catch {
      return .notStored(error)
    }
  }

  private func copy(
    _ answer: inout GuardedAnswer, from offset: Int64, length: Int64?, limit: Int64, into sink: any FileSink
  ) async -> FileOutcome {
    var count = offset
    while true {
      let bytes: ByteBuffer?
      do throws(OutboundFailure) { bytes = try await answer.body() } catch { return .cut(reason: error.description) }
      guard let bytes else { break }
      count += Int64(bytes.readableBytes)
      guard count <= limit else { return .tooLarge }
      do throws(BlobError) { try await sink.append(Array(buffer: bytes)) } catch { return .notStored(error) }
    }
    let isWhole = length.map { count == offset + $0 } ?? true
    return isWhole ? .complete : .cut(reason: OutboundFailure.brokenOff.description)
  }

  private func parsed<Value>(_ read: () throws(OutboundRefusal) -> Value) throws(OutboundFailure) -> Value {
    do throws(OutboundRefusal) { return try read() } catch { throw .refused(error) }
  }
}
