extension Fault {
  /// What goes wrong.
  package enum Kind: String, Sendable, CaseIterable {
    /// An envelope with a non-zero code (3000 unless told otherwise); HTTP 200 unless told otherwise.
    case reject
    /// 401 with an envelope.
    case unauthorized
    /// 404 with an envelope.
    case notFound
    /// 429 with `Retry-After` and an envelope.
    case rateLimit
    /// 502 (unless told otherwise) with a page of HTML, as proxies in front of a service answer.
    case html
    /// The connection is closed without an answer and nothing is accepted.
    case dropBefore
    /// The create is accepted, then the connection is closed without an answer.
    case dropAfter
    /// The connection of a query or a download is closed without an answer.
    case drop
    /// No answer; the connection stays open until the client closes it.
    case neverAnswer
    /// 200 with JSON that ends in the middle, in a complete HTTP answer.
    case malformed
    /// Half of the body, less than `Content-Length` says; then the connection is closed.
    case truncated
    /// A right answer with megabytes of padding in it.
    case huge
    /// The right answer, its body byte by byte.
    case slow
    /// The right answer, byte by byte from the status line on.
    case slowHead
    /// The right answer after `delay`.
    case delay

    /// Charges another amount than the page says: `amount`, or twice the price.
    case wrongAmount
    /// An amount that is not a decimal string: `amount`, or the price as a JSON number.
    case oddAmount
    /// A create's answer without `amount`.
    case missingAmount
    /// A create's answer without `job_id`.
    case missingJobID
    /// A create's answer with both a job id and a non-zero code.
    case codeWithJobID
    /// The id of the job accepted before.
    case duplicateJobID
    /// The job fails when its time is over.
    case failJob
    /// The job never ends by itself.
    case stallJob

    /// A status that the documentation does not know (7 unless told otherwise).
    case unknownStatus
    /// A finished job without any link.
    case emptyResult

    /// A file that never ends.
    case endless
    /// A page of HTML under the name and the content type of the file.
    case wrongType
    /// All of the file, behind a `Content-Length` of half of it.
    case wrongLength
    /// The file under a `Content-Encoding: gzip` that nobody asked for.
    case encoded
    /// All of the file, whatever part is asked for, and without `ETag`.
    case noRanges
    /// 302 (unless told otherwise) to `location`, or to the same link with a further query.
    case redirect
    /// 404 (unless told otherwise), also for all links of the job that were given out; a query gives new ones.
    case staleLink

    /// The calls that can go wrong in this way.
    package var endpoints: [Endpoint] {
      switch self {
      case .html, .neverAnswer, .truncated, .slow, .slowHead, .delay, .rateLimit, .reject, .unauthorized: Endpoint.allCases
      case .malformed, .huge: [.create, .query]
      case .drop, .notFound: [.query, .file]
      case .unknownStatus, .emptyResult: [.query]
      case .endless, .wrongType, .wrongLength, .encoded, .noRanges, .redirect, .staleLink: [.file]
      case .dropBefore, .dropAfter, .wrongAmount, .oddAmount, .missingAmount, .missingJobID, .codeWithJobID, .duplicateJobID,
        .failJob, .stallJob:
        [.create]
      }
    }

    /// Whether the fault concerns the job's life and not the answer.
    package var concernsJob: Bool { self == .failJob || self == .stallJob }

    /// Whether a create is accepted unless the fault says otherwise.
    var acceptsByDefault: Bool {
      switch self {
      case .reject, .unauthorized, .notFound, .rateLimit, .html, .dropBefore, .drop: false
      default: true
      }
    }
  }
}
