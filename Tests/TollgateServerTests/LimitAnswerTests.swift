import HTTPTypes
import Testing
import TollgateCore

@testable import TollgateServer

/// What limits refuse, word by word: whose limit, how much, that nothing was bought, when to try again, and which setting helps.
@Suite(.bothLanes) struct LimitAnswerTests {
  private static let key = Scope.key(KeyID.random())

  @Test(arguments: [
    (
      RateRefusal(kind: .creates, scope: key, limit: 600, retryAfter: .milliseconds(1)), "1",
      "This key may send 600 creates a minute; nothing was bought. Try again in 1 s, or ask whoever runs this gateway to raise "
        + "keys[].rate.creates_per_minute or run tollgate keys change."
    ),
    (
      RateRefusal(kind: .generations, scope: key, limit: 30, retryAfter: .seconds(2)), "2",
      "This key may buy 30 generations a minute; nothing was bought. Try again in 2 s, or ask whoever runs this gateway to raise "
        + "keys[].rate.generations_per_minute or run tollgate keys change."
    ),
    (
      RateRefusal(kind: .creates, scope: key, limit: 1, retryAfter: .seconds(60)), "60",
      "This key may send 1 create a minute; nothing was bought. Try again in 60 s, or ask whoever runs this gateway to raise "
        + "keys[].rate.creates_per_minute or run tollgate keys change."
    ),
    (
      RateRefusal(kind: .generations, scope: .gateway, limit: 7, retryAfter: .milliseconds(8_571)), "9",
      "All keys of this gateway together may buy 7 generations a minute; nothing was bought. Try again in 9 s, or ask whoever "
        + "runs this gateway to raise rate.generations_per_minute."
    ),
  ])
  func tooFast(_ refusal: RateRefusal, retryAfter: String, sentence: String) {
    #expect(
      ErrorAnswer.tooFast(refusal)
        == ErrorAnswer(status: 429, code: 42900, sentence, headers: [.retryAfter: retryAfter]))
  }

  @Test(arguments: [
    (
      RunningRefusal(scope: key, limit: 8),
      "This key may have 8 generations running at a time, and so many run; nothing was bought. Wait for one to end, or ask "
        + "whoever runs this gateway to raise keys[].max_running or run tollgate keys change."
    ),
    (
      RunningRefusal(scope: .gateway, limit: 1),
      "All keys of this gateway together may have 1 generation running at a time, and so many run; nothing was bought. Wait "
        + "for one to end, or ask whoever runs this gateway to raise upstream.max_running."
    ),
    (
      RunningRefusal(scope: .gateway, limit: 100),
      "All keys of this gateway together may have 100 generations running at a time, and so many run; nothing was bought. Wait "
        + "for one to end, or ask whoever runs this gateway to raise upstream.max_running."
    ),
  ])
  func tooManyRunning(_ refusal: RunningRefusal, sentence: String) {
    let answer = ErrorAnswer.tooManyRunning(refusal)
    #expect(answer.status == 429 && answer.code == 42901 && answer.sentence == sentence)
    #expect(answer.headers[.retryAfter] == "5")
  }

  @Test func queue() {
    let full = ErrorAnswer.queueFull(retryAfter: nil)
    #expect(
      full.sentence
        == "Too many purchases wait to be sent, or this one waited too long; nothing was bought, and the money is free again. "
        + "Try again in 5 s.")
    let asked = ErrorAnswer.queueFull(retryAfter: .milliseconds(26_001))
    #expect(
      asked.sentence
        == "The upstream asked the gateway to send less, for longer than this purchase may wait; nothing was bought, and the "
        + "money is free again. Try again in 27 s.")
    #expect([full, asked].allSatisfy { $0.status == 429 && $0.code == 42902 })
    #expect([full, asked].map { $0.headers[.retryAfter] } == ["5", "27"])
  }
}
