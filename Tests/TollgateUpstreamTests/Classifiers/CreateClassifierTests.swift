import Testing
import TollgateCore

@testable import TollgateUpstream

/// One answer to a create and what it means.
struct CreateCase: Sendable, CustomTestStringConvertible {
  enum Expected: Sendable {
    case accepted(String, Charge)
    case rejected(Int64, String)
    case credentialRefused(Int64)
    case unknown(String)
  }

  let status: Int
  let body: String
  let expected: Expected

  init(_ status: Int, _ body: String, _ expected: Expected) {
    self.status = status
    self.body = body
    self.expected = expected
  }

  var testDescription: String { "\(status) \(body.prefix(80))" }
}

@Suite("What an answer to a create means")
struct CreateClassifierTests {
  static let id = "69cac2e5b066fa83d0420890"
  static let silent = "did not say why"

  static func dollars(_ text: String) -> Charge { Money(text).map { .stated($0) } ?? .unstated }

  static let acceptedCases: [CreateCase] = [
    CreateCase(200, #"{"code":0,"data":{"amount":"0.02","job_id":"\#(id)"}}"#, .accepted(id, dollars("0.02"))),
    CreateCase(201, #"{"code":0,"data":{"amount":"0.02","job_id":"\#(id)"}}"#, .accepted(id, dollars("0.02"))),
    CreateCase(202, #"{"data":{"job_id":"\#(id)","amount":"5"},"code":0}"#, .accepted(id, dollars("5"))),
    CreateCase(200, #" { "code" : 0.0 , "data" : { "job_id" : "\#(id)" } } "#, .accepted(id, .unstated)),
    CreateCase(200, #"{"code":0,"info":"","data":{"job_id":"x","amount":"0"}}"#, .accepted("x", dollars("0"))),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":0.04}}"#, .accepted("x", dollars("0.04"))),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":4e-2}}"#, .accepted("x", dollars("0.04"))),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":3}}"#, .accepted("x", dollars("3"))),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":"-0.02"}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":-1}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":"1e-2"}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":"0.0123456789"}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":0.0123456789}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":"1234567890"}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":"1000000"}}"#, .accepted("x", dollars("1000000"))),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":"1000000.01"}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":1000001}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":1e300}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":""}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":"$0.02"}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":" 0.02"}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":null}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":{"usd":"0.02"}}}"#, .accepted("x", .unstated)),
    CreateCase(200, #"{"code":0,"data":{"job_id":"x","amount":true}}"#, .accepted("x", .unstated)),
    CreateCase(
      200, #"{"code":0,"data":{"job_id":"\#(String(repeating: "a", count: 256))"}}"#,
      .accepted(String(repeating: "a", count: 256), .unstated)),
  ]

  static let rejectedCases: [CreateCase] = [
    CreateCase(200, #"{"code":1,"info":"invalid model"}"#, .rejected(1, "invalid model")),
    CreateCase(400, #"{"code":1,"info":"unsupported task kind"}"#, .rejected(1, "unsupported task kind")),
    CreateCase(200, #"{"code":3000,"info":"upstream service unstable"}"#, .rejected(3000, "upstream service unstable")),
    CreateCase(200, #"{"code":-1,"info":"no"}"#, .rejected(-1, "no")),
    CreateCase(302, #"{"code":7,"info":"moved"}"#, .rejected(7, "moved")),
    CreateCase(402, #"{"code":402,"info":"balance"}"#, .rejected(402, "balance")),
    CreateCase(404, #"{"code":1,"info":"no"}"#, .rejected(1, "no")),
    CreateCase(408, #"{"code":1,"info":"no"}"#, .rejected(1, "no")),
    CreateCase(429, #"{"code":1,"info":"slow down"}"#, .rejected(1, "slow down")),
    CreateCase(499, #"{"code":1,"info":"no"}"#, .rejected(1, "no")),
    CreateCase(500, #"{"code":1,"info":"no"}"#, .rejected(1, "no")),
    CreateCase(502, #"{"code":1,"info":"no"}"#, .rejected(1, "no")),
    CreateCase(503, #"{"code":3000,"info":"no"}"#, .rejected(3000, "no")),
    CreateCase(200, #"{"code":1,"message":"from message"}"#, .rejected(1, "from message")),
    CreateCase(200, #"{"code":1,"error":"from error"}"#, .rejected(1, "from error")),
    CreateCase(200, #"{"code":1,"error":{"message":"from within"}}"#, .rejected(1, "from within")),
    CreateCase(200, #"{"code":1,"info":"first","message":"second","error":"third"}"#, .rejected(1, "first")),
    CreateCase(200, #"{"code":1,"info":"","message":"second"}"#, .rejected(1, "second")),
    CreateCase(200, #"{"code":1,"info":5,"message":"second"}"#, .rejected(1, "second")),
    CreateCase(200, #"{"code":1}"#, .rejected(1, silent)),
    CreateCase(200, #"{"code":1,"data":null}"#, .rejected(1, silent)),
    CreateCase(200, #"{"code":1,"data":{}}"#, .rejected(1, silent)),
    CreateCase(200, #"{"code":1,"data":{"job_id":""}}"#, .rejected(1, silent)),
    CreateCase(200, #"{"code":1,"data":{"job_id":null,"id":""}}"#, .rejected(1, silent)),
    CreateCase(200, #"{"code":1,"data":"","info":"no"}"#, .rejected(1, "no")),
    CreateCase(200, #"{"code":1,"data":"nothing","info":"no"}"#, .rejected(1, "no")),
    CreateCase(200, #"{"code":1,"data":[],"info":"no"}"#, .rejected(1, "no")),
    CreateCase(200, #"{"code":1e3,"info":"no"}"#, .rejected(1000, "no")),
    CreateCase(200, #"{"code":1,"info":"a\nb\r\u001b[31mc\u0000d\u007fe\u0085f\u2028g"}"#, .rejected(1, "a b  [31mc d e f g")),
    CreateCase(200, #"{"code":1,"info":"the key ak-canary-0123456789abcdef is odd"}"#, .rejected(1, "the key *** is odd")),
    CreateCase(
      200, #"{"code":1,"info":"\#(String(repeating: "é", count: 2500))"}"#,
      .rejected(1, String(repeating: "é", count: 2000))),
  ]

  static let credentialCases: [CreateCase] = [
    CreateCase(401, #"{"code":401,"info":"invalid key"}"#, .credentialRefused(401)),
    CreateCase(403, #"{"code":9,"info":"forbidden"}"#, .credentialRefused(9)),
    CreateCase(401, "", .credentialRefused(401)),
    CreateCase(403, "<html>blocked</html>", .credentialRefused(403)),
    CreateCase(401, #"{"error":"unauthorized"}"#, .credentialRefused(401)),
    CreateCase(401, #"{"code":0,"info":"odd"}"#, .credentialRefused(401)),
    CreateCase(403, #"{"code":"1"}"#, .credentialRefused(403)),
  ]

  static let unknownCases: [CreateCase] = [
    // A no that names a job.
    CreateCase(200, #"{"code":1,"data":{"job_id":"\#(id)"}}"#, .unknown("names a job")),
    CreateCase(500, #"{"code":3000,"info":"unstable","data":{"job_id":"\#(id)"}}"#, .unknown(id)),
    CreateCase(401, #"{"code":401,"data":{"job_id":"\#(id)"}}"#, .unknown("names a job")),
    CreateCase(429, #"{"code":1,"data":{"job_id":"\#(id)"}}"#, .unknown("names a job")),
    CreateCase(200, #"{"code":1,"data":{"id":"\#(id)"}}"#, .unknown("names a job")),
    CreateCase(200, #"{"code":1,"data":{"job_id":7}}"#, .unknown("names a job")),
    CreateCase(200, #"{"code":1,"data":[{"id":"\#(id)"}]}"#, .unknown("names a job")),
    CreateCase(200, #"{"code":1,"data":"\#(id)"}"#, .unknown("names a job")),
    CreateCase(200, #"{"code":1,"job_id":"\#(id)"}"#, .unknown("names a job")),
    CreateCase(200, #"{"code":1,"data":{"job":{"jobId":"\#(id)"}}}"#, .unknown("names a job")),
    // A yes without a usable id.
    CreateCase(200, #"{"code":0}"#, .unknown("no data object")),
    CreateCase(200, #"{"code":0,"data":null}"#, .unknown("no data object")),
    CreateCase(200, #"{"code":0,"data":[]}"#, .unknown("no data object")),
    CreateCase(200, #"{"code":0,"data":"\#(id)"}"#, .unknown("no data object")),
    CreateCase(200, #"{"code":0,"data":{}}"#, .unknown("no job_id")),
    CreateCase(200, #"{"code":0,"data":{"id":"\#(id)"}}"#, .unknown(id)),
    CreateCase(200, #"{"code":0,"job_id":"\#(id)"}"#, .unknown(id)),
    CreateCase(200, #"{"code":0,"data":{"job_id":""}}"#, .unknown("job_id is no text")),
    CreateCase(200, #"{"code":0,"data":{"job_id":null}}"#, .unknown("job_id is no text")),
    CreateCase(200, #"{"code":0,"data":{"job_id":5}}"#, .unknown("job_id is no text")),
    CreateCase(200, #"{"code":0,"data":{"job_id":["x"]}}"#, .unknown("job_id is no text")),
    CreateCase(200, #"{"code":0,"data":{"job_id":"a b"}}"#, .unknown("job_id is no text")),
    CreateCase(200, #"{"code":0,"data":{"job_id":"a\nb"}}"#, .unknown("job_id is no text")),
    CreateCase(200, #"{"code":0,"data":{"job_id":"é"}}"#, .unknown("job_id is no text")),
    CreateCase(
      200, #"{"code":0,"data":{"job_id":"\#(String(repeating: "a", count: 257))"}}"#, .unknown("job_id is no text")),
    // A yes under a status that says no.
    CreateCase(500, #"{"code":0,"data":{"job_id":"\#(id)"}}"#, .unknown(id)),
    CreateCase(401, #"{"code":0,"data":{"job_id":"\#(id)"}}"#, .unknown(id)),
    CreateCase(302, #"{"code":0,"data":{"job_id":"\#(id)"}}"#, .unknown("HTTP 302")),
    // No code, or none that is a whole number.
    CreateCase(200, #"{}"#, .unknown("no integer code")),
    CreateCase(200, #"{"data":{"job_id":"\#(id)"}}"#, .unknown(id)),
    CreateCase(200, #"{"code":"0","data":{"job_id":"\#(id)"}}"#, .unknown("no integer code")),
    CreateCase(200, #"{"code":"1","info":"no"}"#, .unknown("no integer code")),
    CreateCase(200, #"{"code":null,"info":"no"}"#, .unknown("no integer code")),
    CreateCase(200, #"{"code":true,"info":"no"}"#, .unknown("no integer code")),
    CreateCase(200, #"{"code":1.5,"info":"no"}"#, .unknown("no integer code")),
    CreateCase(200, #"{"code":1e30,"info":"no"}"#, .unknown("no integer code")),
    CreateCase(200, #"{"Code":1,"info":"no"}"#, .unknown("no integer code")),
    CreateCase(429, #"{"error":"rate limited"}"#, .unknown("rate limited")),
    CreateCase(500, #"{"error":{"message":"boom"}}"#, .unknown("boom")),
    // JSON of another shape, and no JSON.
    CreateCase(200, #"[]"#, .unknown("no JSON object")),
    CreateCase(200, #"null"#, .unknown("no JSON object")),
    CreateCase(200, #""ok""#, .unknown("no JSON object")),
    CreateCase(200, #"0"#, .unknown("no JSON object")),
    CreateCase(200, "", .unknown("empty")),
    CreateCase(204, "", .unknown("empty")),
    CreateCase(200, "OK", .unknown("not strict JSON")),
    CreateCase(200, #"{"code":0,"data":{"amount":"0.02","job_i"#, .unknown("not strict JSON")),
    CreateCase(200, #"{"code":1,"info":"no""#, .unknown("not strict JSON")),
    CreateCase(200, #"{"code":1}{"code":0}"#, .unknown("not strict JSON")),
    CreateCase(200, #"{"code":1,"code":0}"#, .unknown("not strict JSON")),
    CreateCase(200, "\u{FEFF}{\"code\":1}", .unknown("not strict JSON")),
    CreateCase(200, #"{"code":1,"info":"\ud800"}"#, .unknown("not strict JSON")),
    CreateCase(200, #"{code:1}"#, .unknown("not strict JSON")),
    CreateCase(200, #"{"code":1,}"#, .unknown("not strict JSON")),
    CreateCase(200, #"{"code":NaN}"#, .unknown("not strict JSON")),
    CreateCase(200, #"callback({"code":1})"#, .unknown("not strict JSON")),
    CreateCase(
      200, String(repeating: #"{"a":"#, count: 80) + "1" + String(repeating: "}", count: 80), .unknown("not strict JSON")),
    CreateCase(301, "<html>Moved</html>", .unknown("HTTP 301")),
    CreateCase(302, "", .unknown("HTTP 302")),
    CreateCase(400, "<html>Bad Request</html>", .unknown("HTTP 400")),
    CreateCase(404, "<html>Not Found</html>", .unknown("HTTP 404")),
    CreateCase(405, "", .unknown("HTTP 405")),
    CreateCase(408, "", .unknown("HTTP 408")),
    CreateCase(413, "<html>Too Large</html>", .unknown("Too Large")),
    CreateCase(414, "", .unknown("HTTP 414")),
    CreateCase(429, "slow down", .unknown("HTTP 429")),
    CreateCase(499, "", .unknown("HTTP 499")),
    CreateCase(500, "Internal Server Error", .unknown("HTTP 500")),
    CreateCase(502, "<html>Bad Gateway</html>", .unknown("HTTP 502")),
    CreateCase(503, "", .unknown("HTTP 503")),
    CreateCase(504, "<html>\u{1}\u{7}nul</html>", .unknown("..nul")),
    CreateCase(520, "", .unknown("HTTP 520")),
  ]

  private func outcome(_ status: Int, _ body: String, retryAfter: String? = nil) -> CreateOutcome {
    CreateClassifier(
      redactor: Redactor(secret: "ak-canary-0123456789abcdef"), now: Timestamp(millisecondsSince1970: 784_111_777_000)
    ).outcome(of: WireAnswer(status: status, retryAfter: retryAfter, body: Array(body.utf8)))
  }

  @Test("every body has its class", arguments: acceptedCases + rejectedCases + credentialCases + unknownCases)
  func classify(_ example: CreateCase) {
    let outcome = outcome(example.status, example.body)
    switch (example.expected, outcome) {
    case (.accepted(let id, let charge), _):
      #expect(outcome == .accepted(upstreamID: id, charge: charge))
    case (.rejected(let code, let text), .rejected(let rejection, let retryAfter)):
      #expect(rejection.httpStatus == example.status)
      #expect(rejection.code == code)
      #expect(text == Self.silent ? rejection.text.contains(text) : rejection.text == text)
      #expect(retryAfter == nil)
    case (.credentialRefused(let code), .credentialRefused(let rejection)):
      #expect(rejection.httpStatus == example.status)
      #expect(rejection.code == code)
    case (.unknown(let part), .unknown(let reason)):
      #expect(reason.contains(part))
      #expect(reason.contains("HTTP \(example.status)"))
      #expect(reason.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    default:
      Issue.record("expected \(example.expected), got \(outcome)")
    }
  }

  @Test("a 429 of the API says how long to wait; nothing else does")
  func retryAfter() {
    let body = #"{"code":1,"info":"slow down"}"#
    let rejection = Rejection(httpStatus: 429, code: 1, text: "slow down")
    #expect(outcome(429, body, retryAfter: "7") == .rejected(rejection, retryAfter: .seconds(7)))
    #expect(
      outcome(429, body, retryAfter: "Sun, 06 Nov 1994 08:49:47 GMT") == .rejected(rejection, retryAfter: .seconds(10)))
    #expect(
      outcome(503, body, retryAfter: "7")
        == .rejected(Rejection(httpStatus: 503, code: 1, text: "slow down"), retryAfter: nil))
  }

  @Test("an excerpt is short, and holds neither the key nor a prompt")
  func excerpt() {
    let html = outcome(502, "<p>ak-canary-0123456789abcdef</p>" + String(repeating: "x", count: 5000)).reason ?? ""
    #expect(html.utf8.count < 400)
    #expect(!html.contains("canary"))
    let straddling = outcome(502, String(repeating: "x", count: 190) + "ak-canary-0123456789abcdef").reason ?? ""
    #expect(!straddling.contains("ak-c"))
    let json = outcome(500, #"{"data":{"args":{"prompt":"my secret plan"}},"info":"boom"}"#).reason ?? ""
    #expect(json.contains("boom"))
    #expect(!json.contains("plan"))
  }

  @Test("nothing was sent, or it is unknown", arguments: [true, false])
  func transport(nothingSent: Bool) {
    let classifier = CreateClassifier(redactor: Redactor(secret: ""), now: Timestamp(millisecondsSince1970: 0))
    let outcome = classifier.outcome(of: TransportFailure(nothingSent: nothingSent, reason: "why"))
    #expect(outcome == (nothingSent ? .notSent(reason: "why") : .unknown(reason: "why")))
  }
}
