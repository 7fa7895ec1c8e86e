import HTTPTypes
import TollgateCore
import TollgateEngine

/// An error as the client sees it: the vendor's envelope under an HTTP status, and one sentence that says what to do.
struct ErrorAnswer: Error, Equatable {
  let status: Int
  let code: Int64
  let sentence: String
  var headers = HTTPFields()

  init(status: Int, code: Int64, _ sentence: String, headers: HTTPFields = HTTPFields()) {
    self.status = status
    self.code = code
    self.sentence = sentence
    self.headers = headers
  }
}

// What the server itself refuses.
extension ErrorAnswer {
  static let noSuchPath = ErrorAnswer(
    status: 404, code: 40401,
    "There is nothing at this path; ShortAPI's calls are POST /api/v1/job/create and GET /api/v1/job/query?id=.")

  static let internalError = ErrorAnswer(
    status: 500, code: 50000, "The gateway failed in a way that nobody thought of; whoever runs it finds more in its log.")

  static func methodNotAllowed(_ allowed: [String]) -> ErrorAnswer {
    ErrorAnswer(
      status: 405, code: 40500, "This path takes \(allowed.joined(separator: " and ")) only.",
      headers: [.allow: allowed.joined(separator: ", ")])
  }

  static func bodyTooLarge(limit: ByteCount) -> ErrorAnswer {
    ErrorAnswer(
      status: 413, code: 41300,
      "The body is larger than \(limit.bytes) bytes; send media by URL, or raise server.limits.body in gateway.yaml.")
  }

  static let tooManyBodies = ErrorAnswer(
    status: 503, code: 50300, "The gateway is reading too many large bodies; nothing was sent. Try again in a moment.",
    headers: [.retryAfter: "2"])

  static let encodedBody = ErrorAnswer(
    status: 415, code: 41500, "Compressed bodies are not accepted; send the JSON without Content-Encoding.")

  static let foreignOrigin = ErrorAnswer(
    status: 403, code: 40302,
    """
    While no key exists the gateway answers only programs on this machine, not web pages or other hosts; create a key with \
    tollgate keys create NAME.
    """)
}

// What the engine refuses.
extension ErrorAnswer {
  init(_ error: GatewayError) {
    switch error {
    case .malformedBody(let sentence): self.init(status: 400, code: 40000, sentence)
    case .malformedHeader(let sentence): self.init(status: 400, code: 40001, sentence)
    case .unauthorized(let sentence):
      self.init(status: 401, code: 40100, sentence, headers: [.wwwAuthenticate: "Bearer"])
    case .priceUnknown(let model, let reason):
      self.init(
        status: 402, code: 40201,
        """
        The price of \(model) is unknown\(reason.map { ": " + $0 } ?? "."); nothing was bought. Set models."\(model)".price in \
        gateway.yaml, or a cap for all unknown prices under models."*".price.
        """)
    case .overBudget(let shortage, let resetsAt): self = .overBudget(shortage, resetsAt: resetsAt)
    case .tooManyRunning(let refusal): self = .tooManyRunning(refusal)
    case .tooFast(let refusal): self = .tooFast(refusal)
    case .modelForbidden(let model):
      self.init(status: 403, code: 40300, "This key may not use the model \(model); ask whoever runs this gateway.")
    case .noSuchFile: self.init(status: 404, code: 40402, "There is no such file; look at the link again.")
    case .fileGone:
      self.init(
        status: 410, code: 41000,
        "This file is no longer kept: it was removed to make room, by hand, or because it was damaged. Send the create again.")
    case .noSuchJob:
      self.init(
        status: 404, code: 40400,
        "There is no such job for this key; the id to ask for is data.job_id in the answer to job/create.")
    case .outcomeUnknown(let generation, let state): self.init(blockedBy: generation, in: state)
    case .queueFull(let retryAfter): self = .queueFull(retryAfter: retryAfter)
    case .rejected(let rejection, let retryAfter): self = .rejected(rejection, retryAfter: retryAfter)
    case .unreachable(let retryAfter): self = .unreachable(retryAfter: retryAfter)
    case .credentialRefused:
      self.init(
        status: 502, code: 50201,
        """
        The upstream refuses the gateway's own key, so nothing is bought; whoever runs the gateway has to set a valid SHORTAPI_KEY \
        and restart it.
        """)
    case .unavailable(let sentence): self.init(status: 503, code: 50300, sentence, headers: [.retryAfter: "2"])
    case .lost(let generation):
      self.init(
        status: 504, code: 50400,
        """
        The request was sent (\(generation)), but no usable answer came: it may have been charged. Repeating it buys nothing until it \
        is settled (tollgate jobs resolve \(generation)); to buy it again send Tollgate-On-Unknown: resend.
        """,
        headers: [.tollgateGeneration: "\(generation)"])
    case .stillSending(let generation):
      self.init(
        status: 504, code: 50401,
        "The request is still being sent (\(generation)); repeat it to join: it is not bought twice.",
        headers: [.tollgateGeneration: "\(generation)"])
    case .idempotencyKeyReused(let generation):
      self.init(
        status: 422, code: 42200,
        """
        This Idempotency-Key was sent with another request in the last 24 hours, which got \(generation); nothing was sent. Use a \
        new key for a new request.
        """, headers: [.tollgateGeneration: "\(generation)"])
    case .notAccepted:
      self.init(status: 504, code: 50410, "No result is cached for this request. " + Gateway.notAccepted)
    case .notCached:
      self.init(
        status: 504, code: 50410,
        """
        No result is cached for this request, and it may not buy one: send it without Cache-Control: only-if-cached, or with a key \
        that may buy (this one, or the gateway, is in replay mode).
        """)
    }
  }

  private init(blockedBy generation: GenerationNumber, in state: GenerationState) {
    let sentence =
      state == .stalled
      ? """
      An identical request (\(generation)) was bought and has not finished for very long. Wait for its late result, ask for another \
      sample with Tollgate-Variant, or settle it with tollgate jobs resolve \(generation) --charged.
      """
      : """
      An identical request (\(generation)) was sent and its outcome is unknown: it may have been charged. To buy it again send \
      Tollgate-On-Unknown: resend; to settle it run tollgate jobs resolve \(generation) --charged or --not-charged.
      """
    self.init(status: 409, code: 40900, sentence, headers: [.tollgateGeneration: "\(generation)"])
  }
}
