import HTTPTypes
import NIOCore
import NIOPosix
import TollgateCore
import TollgateEngine

/// The instant lane of the client API: hits, joins and finished jobs that memory knows are answered on the event loop. It takes
/// only requests that are spelled as most programs spell them; everything else, and whatever memory does not know, is the main
/// lane's, which answers by the same rules.
struct InstantLane: InstantAnswering {
  private static let createTarget: StaticString = "/api/v1/job/create"
  private static let queryTarget: StaticString = "/api/v1/job/query?id="
  /// The digits of a job id.
  private static let jobIDLength = 24

  let gateway: Gateway
  let requestGuard: RequestGuard
  let links: LinkBase
  let times: AnswerTimes
  /// `nil` where its answers have no line.
  let log: RequestLog?
  let onAnswer: (@Sendable () -> Void)?
  private let scratch = ThreadSpecificVariable<InstantScratch>()

  init(
    gateway: Gateway, requestGuard: RequestGuard, links: LinkBase, times: AnswerTimes = AnswerTimes(), log: RequestLog? = nil,
    onAnswer: (@Sendable () -> Void)? = nil
  ) {
    self.gateway = gateway
    self.requestGuard = requestGuard
    self.links = links
    self.times = times
    self.log = log
    self.onAnswer = onAnswer
  }

  func mayAnswer(_ head: borrowing RequestHead) -> Bool {
    switch head.method {
    case .post: head.withTarget { $0.equals(0..<$0.count, Self.createTarget) } && head.hasNoField(of: Self.mainLaneFields)
    case .get:
      head.withTarget { target in
        let prefix = Self.queryTarget.utf8CodeUnitCount
        return target.count == prefix + Self.jobIDLength && target.equals(0..<prefix, Self.queryTarget)
      }
    default: false
    }
  }

  func mayCollect(_ head: borrowing RequestHead) -> Bool {
    let scratch = scratch.currentValue ?? newScratch()
    noteHost(of: head, in: scratch)
    return caller(of: head, scratch, at: gateway.now()) != nil
  }

  /// A create with such a field is the main lane's: what it asks for is decided by the store, or its body is to be refused.
  private static let mainLaneFields = CreateDirectives.storeFields.union(KnownFields(.contentEncoding))

  func answer(_ head: borrowing RequestHead, body: Span<UInt8>, closes: Bool, into out: inout ByteBuffer) -> Bool {
    let scratch = scratch.currentValue ?? newScratch()
    let began = NIODeadline.now()
    let now = gateway.now()
    noteHost(of: head, in: scratch)
    guard let caller = caller(of: head, scratch, at: now) else { return false }
    var ending: CreateEnding?
    let terms = InstantAnswer.Terms(isHTTP10: head.isHTTP10, closes: closes, date: scratch.date())
    switch head.method {
    case .post:
      guard let directives = directives(of: head),
        let (answer, limits) = gateway.answerInstantly(
          body, recognisedBy: &scratch.recogniser, directives: directives, from: caller, at: now)
      else { return false }
      InstantAnswer.write(answer, limits: limits, on: terms, into: &out)
      if log != nil { ending = CreateEnding(answer) }
    default:
      let jobID = head.withTarget { $0.text(Self.queryTarget.utf8CodeUnitCount..<$0.count) }
      scratch.record.removeAll(keepingCapacity: true)
      guard
        gateway.answerInstantly(
          query: jobID, from: caller, base: scratch.host.linkBase, at: now, into: &scratch.record)
      else { return false }
      InstantAnswer.write(record: scratch.record, on: terms, into: &out)
    }
    let duration = (NIODeadline.now() - began).nanoseconds
    scratch.times.recordAlone(duration)
    if let log { write(to: log, head, body: body, ending, of: caller, after: duration) }
    onAnswer?()
    return true
  }

  /// Writes the answer's line. It takes several times as long as the answer: whoever wants all requests has to wait for them.
  private func write(
    to log: RequestLog, _ head: borrowing RequestHead, body: Span<UInt8>, _ ending: CreateEnding?, of caller: Caller,
    after duration: Int64
  ) {
    guard let report = log.newReport() else { return }
    var ending = ending
    var prompt: String?
    if ending != nil, let create = gateway.words(of: body.bytes) {
      ending?.model = create.model
      prompt = log.showsPrompts ? create.prompt : nil
    }
    let (route, ended) = (ending == nil ? "query" : "create", ending)
    report.note { report in
      (report.route, report.keyName) = (route, caller.key.name)
      (report.ending, report.prompt) = (ended, prompt)
    }
    let parents = head.request()?.headerFields[values: .traceParent] ?? []
    log.write(report.content, lane: "instant", status: 200, after: duration, parent: parents.count == 1 ? parents.first : nil)
  }

  private func newScratch() -> InstantScratch {
    let new = InstantScratch(recogniser: gateway.newRecogniser(), times: times.newPart())
    scratch.currentValue = new
    return new
  }

  private func noteHost(of head: borrowing RequestHead, in scratch: InstantScratch) {
    guard !head.isFromTrustedProxy || head.hasNoField(of: Self.forwardedFields) else {
      return scratch.host = forwardedHost(of: head)
    }
    let known = scratch.host.bytes
    let isKnown = head.withValue(of: .host) { $0.equals(known) } ?? known.isEmpty
    guard !isKnown || scratch.host.isOwn == nil else { return }
    let host = head.withValue(of: .host) { $0.text($0.indices) } ?? ""
    scratch.host = InstantScratch.KnownHost(
      bytes: Array(host.utf8), isOwn: requestGuard.isOwn(host: host.lowercased()), linkBase: links.base(host: host))
  }

  private static let forwardedFields = KnownFields(.xForwardedProto, .xForwardedHost)

  /// What a proxy that is believed says about the host. It holds for one request.
  private func forwardedHost(of head: borrowing RequestHead) -> InstantScratch.KnownHost {
    var (proto, host, asked): (String?, String?, String?)
    for field in head.fields {
      switch field.known {
      case .xForwardedProto: proto = head.bytes.readableBytesUInt8Span.text(field.value)
      case .xForwardedHost: host = head.bytes.readableBytesUInt8Span.text(field.value)
      case .host: asked = head.bytes.readableBytesUInt8Span.text(field.value)
      default: break
      }
    }
    let forwarded = ForwardedFields(proto: proto, host: host)
    var known = InstantScratch.KnownHost()
    known.linkBase = links.base(host: forwarded.host ?? asked, isSecure: forwarded.isSecure)
    return known
  }

  /// Who asks; `nil` where the main lane has to look, also at what is wrong.
  private func caller(of head: borrowing RequestHead, _ scratch: InstantScratch, at now: Timestamp) -> Caller? {
    guard head.count(of: .authorization) <= 1 else { return nil }
    let keys = gateway.keyRing
    guard keys.mode == .open else {
      return head.withPlainBearer { keys.owner(of: $0, at: now) }
    }
    // Only browsers say where they come from; the main lane listens to them.
    guard scratch.host.isOwn == true, head.hasNoField(of: RequestGuard.fields) else { return nil }
    return keys.localCaller ?? head.withPlainBearer { try? gateway.caller(bearer: $0.text($0.indices)) }
  }

  /// What a create's headers ask for; `nil` where the main lane has to say what is wrong with them.
  private func directives(of head: borrowing RequestHead) -> CreateDirectives? {
    guard !head.hasNoField(of: CreateDirectives.cacheFields) else { return CreateDirectives() }
    return head.request().flatMap { try? CreateDirectives(headers: $0.headerFields) }
  }
}

extension Span<UInt8> {
  fileprivate var bytes: [UInt8] { unsafe withUnsafeBufferPointer { unsafe Array($0) } }
}
