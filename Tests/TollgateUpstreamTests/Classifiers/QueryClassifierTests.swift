import Testing
import TollgateCore

@testable import TollgateUpstream

/// One answer to a query and what it tells.
struct QueryCase: Sendable, CustomTestStringConvertible {
  let status: Int
  let body: String
  /// `nil` where the answer is of no use.
  let expected: UpstreamRecord.Status?
  var credit: String?
  var refunded = "0"

  init(
    _ status: Int, _ body: String, _ expected: UpstreamRecord.Status?, credit: String? = nil, refunded: String = "0"
  ) {
    self.status = status
    self.body = body
    self.expected = expected
    self.credit = credit
    self.refunded = refunded
  }

  var testDescription: String { "\(status) \(body.prefix(80))" }
}

@Suite("What an answer to a query tells")
struct QueryClassifierTests {
  static let id = "69cac2e5b066fa83d0420890"
  static let mute = "the upstream gave the job up and did not say why"

  static func data(_ members: String) -> String { #"{"code":0,"data":{"id":"\#(id)",\#(members)}}"# }

  static let records: [QueryCase] = [
    QueryCase(200, data(#""status":1"#), .running),
    QueryCase(200, data(#""status":"1""#), .running),
    QueryCase(200, data(#""status":1.0,"credit":"0.02""#), .running, credit: "0.02"),
    QueryCase(200, #"{"code":0,"data":{"status":1}}"#, .running),
    QueryCase(200, #"{"code":0,"data":{"job_id":"\#(id)","status":1}}"#, .running),
    QueryCase(200, #"{"code":0,"data":{"job_id":"\#(id)","id":"\#(id)","status":1}}"#, .running),
    QueryCase(
      200, data(#""status":2,"credit":"0.02","refunded":false,"refunded_credit":"0","result":{"images":[]}"#), .succeeded,
      credit: "0.02"),
    QueryCase(200, data(#""status":2"#), .succeeded),
    QueryCase(200, data(#""status":"2","credit":0.02"#), .succeeded, credit: "0.02"),
    QueryCase(200, data(#""status":2,"credit":"-1""#), .succeeded),
    QueryCase(200, data(#""status":2,"credit":"1e2""#), .succeeded),
    QueryCase(200, data(#""status":2,"credit":null"#), .succeeded),
    QueryCase(200, data(#""status":2,"credit":"0.02","refunded":false,"refunded_credit":"0.02""#), .succeeded, credit: "0.02"),
    QueryCase(200, data(#""status":3,"error":"nsfw""#), .failed(error: "nsfw")),
    QueryCase(200, data(#""status":3,"error":{"message":"nsfw"}"#), .failed(error: "nsfw")),
    QueryCase(200, data(#""status":3,"error":"a\nb ak-canary-0123456789abcdef""#), .failed(error: "a b ***")),
    QueryCase(200, data(#""status":3"#), .failed(error: mute)),
    QueryCase(200, data(#""status":3,"error":"""#), .failed(error: mute)),
    QueryCase(200, data(#""status":3,"error":7"#), .failed(error: mute)),
    QueryCase(
      200, data(#""status":3,"credit":"0.5","refunded":true,"refunded_credit":"0.5""#), .failed(error: mute), credit: "0.5",
      refunded: "0.5"),
    QueryCase(
      200, data(#""status":3,"credit":"0.5","refunded":true,"refunded_credit":0.25"#), .failed(error: mute), credit: "0.5",
      refunded: "0.25"),
    QueryCase(
      200, data(#""status":3,"credit":"0.5","refunded":true"#), .failed(error: mute), credit: "0.5", refunded: "0.5"),
    QueryCase(
      200, data(#""status":3,"credit":"0.5","refunded":true,"refunded_credit":"soon""#), .failed(error: mute),
      credit: "0.5", refunded: "0.5"),
    QueryCase(200, data(#""status":3,"refunded":true"#), .failed(error: mute)),
    QueryCase(200, data(#""status":3,"credit":"0.5","refunded":"true""#), .failed(error: mute), credit: "0.5"),
    QueryCase(
      200, data(#""status":3,"credit":"0.5","refunded":true,"refunded_credit":"0""#), .failed(error: mute), credit: "0.5"),
  ]

  static let unusable: [QueryCase] = [
    (200, data(#""status":0"#)), (200, data(#""status":4"#)), (200, data(#""status":7"#)), (200, data(#""status":-1"#)),
    (200, data(#""status":1.5"#)), (200, data(#""status":"done""#)), (200, data(#""status":null"#)),
    (200, data(#""status":true"#)), (200, data(#""credit":"1""#)), (200, data(#""status":[2]"#)),
    (200, #"{"code":0,"data":{"id":"another","status":2}}"#), (200, #"{"code":0,"data":{"id":5,"status":2}}"#),
    (200, #"{"code":0,"data":{"id":"\#(id)","job_id":"another","status":2}}"#),
    (200, #"{"code":0,"data":{"id":null,"status":2}}"#), (200, #"{"code":0,"data":{"id":"","status":2}}"#),
    (200, #"{"code":0}"#), (200, #"{"code":0,"data":null}"#), (200, #"{"code":0,"data":[]}"#), (200, #"{"code":0,"data":"x"}"#),
    (200, #"{"id":"\#(id)","status":2}"#), (200, #"{"code":"0","data":{"status":2}}"#), (200, #"{"data":{"status":2}}"#),
    (200, #"{"code":1,"info":"no such job"}"#), (200, #"{"code":1,"data":{"id":"\#(id)","status":2}}"#),
    (200, ""), (204, ""), (200, "OK"), (200, "[]"), (200, "null"), (200, #"{"code":0,"data":{"status":2}"#),
    (200, #"{"code":0,"data":{"status":1,"status":2}}"#), (200, "\u{FEFF}{}"),
    (301, data(#""status":2"#)), (400, #"{"code":1,"info":"no"}"#), (401, #"{"code":1,"info":"no"}"#), (401, ""),
    (403, "<html>"), (404, #"{"code":1,"info":"no such job"}"#), (404, "<html>"), (404, data(#""status":2"#)),
    (408, ""), (429, ""), (429, #"{"code":1,"info":"slow"}"#), (500, ""), (500, data(#""status":3"#)), (502, "<html>"),
    (503, #"{"code":3000}"#), (504, ""),
  ].map { QueryCase($0.0, $0.1, nil) }

  private func outcome(_ status: Int, _ body: String, retryAfter: String? = nil) -> QueryOutcome {
    QueryClassifier(
      upstreamID: Self.id, redactor: Redactor(secret: "ak-canary-0123456789abcdef"),
      now: Timestamp(millisecondsSince1970: 0)
    ).outcome(of: WireAnswer(status: status, retryAfter: retryAfter, body: Array(body.utf8)))
  }

  @Test("a record is read, anything else concludes nothing", arguments: records + unusable)
  func classify(_ example: QueryCase) {
    let outcome = outcome(example.status, example.body)
    #expect(outcome.record?.status == example.expected)
    if let record = outcome.record {
      #expect(record.credit == example.credit.flatMap { Money($0) })
      #expect(record.refunded == Money(example.refunded))
      #expect(record.data["status"] != nil)
    } else {
      #expect(outcome.reason?.contains("HTTP \(example.status)") == true)
    }
  }

  @Test("only a 429 says how long to wait")
  func retryAfter() {
    guard case .unusable(_, let wait) = outcome(429, "", retryAfter: "30") else { return #expect(Bool(false)) }
    #expect(wait == .seconds(30))
    guard case .unusable(_, let none) = outcome(503, "", retryAfter: "30") else { return #expect(Bool(false)) }
    #expect(none == nil)
  }
}
