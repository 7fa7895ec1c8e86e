import Testing

@testable import TollgateUpstream

@Suite("The upstream key in what the upstream says")
struct RedactorTests {
  private func redacted(_ body: String, key: String = "ak-secret/1") -> String {
    let answer = Redactor(secret: key).redact(WireAnswer(status: 200, retryAfter: "1", body: Array(body.utf8)))
    #expect(answer.status == 200 && answer.retryAfter == "1")
    return String(decoding: answer.body, as: UTF8.self)
  }

  @Test(
    "is taken out wherever it stands, in every spelling of a serialiser",
    arguments: [
      ("", ""), ("nothing", "nothing"), ("ak-secret/1", "***"), (#"{"a":"Bearer ak-secret/1"}"#, #"{"a":"Bearer ***"}"#),
      (#"{"a":"ak-secret\/1","b":"ak-secret/1ak-secret/1"}"#, #"{"a":"***","b":"******"}"#),
      ("ak-ak-secret/1 ak-secret/", "ak-*** ak-secret/"), ("aaak-secret/1", "aa***"),
    ])
  func isTakenOut(_ body: String, _ clean: String) { #expect(redacted(body) == clean) }

  @Test("is taken out with quotes and backslashes in it")
  func escaped() {
    #expect(redacted(#"{"a":"k\"e\\y!"} k"e\y!"#, key: #"k"e\y!"#) == #"{"a":"***"} ***"#)
  }

  @Test("a key of less than four characters is no secret and stays")
  func short() { #expect(redacted("abc", key: "abc") == "abc") }
}
