import HTTPTypes
import TollgateCore
import TollgateEngine

// What budgets, rates and queues refuse.
extension ErrorAnswer {
  static func overBudget(_ shortage: BudgetShortage, resetsAt: Timestamp?) -> ErrorAnswer {
    ErrorAnswer(status: 402, code: 40200, shortage.sentenceForKey(resetsAt: resetsAt))
  }

  static func tooFast(_ refusal: RateRefusal) -> ErrorAnswer {
    let wait = refusal.retryAfter.wholeSecondsRoundedUp
    let (what, name) =
      switch refusal.kind {
      case .creates: ("send \(counted(refusal.limit, "create"))", "rate.creates_per_minute")
      case .generations: ("buy \(counted(refusal.limit, "generation"))", "rate.generations_per_minute")
      }
    return ErrorAnswer(
      status: 429, code: 42900,
      """
      \(owner(of: refusal.scope)) may \(what) a minute; nothing was bought. Try again in \(wait) s, or ask whoever runs this \
      gateway to raise \(setting(of: refusal.scope, inKeys: name, inGateway: name)).
      """,
      headers: [.retryAfter: String(wait)])
  }

  static func tooManyRunning(_ refusal: RunningRefusal) -> ErrorAnswer {
    ErrorAnswer(
      status: 429, code: 42901,
      """
      \(owner(of: refusal.scope)) may have \(counted(refusal.limit, "generation")) running at a time, and so many run; nothing \
      was bought. Wait for one to end, or ask whoever runs this gateway to raise \
      \(setting(of: refusal.scope, inKeys: "max_running", inGateway: "upstream.max_running")).
      """,
      headers: [.retryAfter: "5"])
  }

  private static func owner(of scope: Scope) -> String {
    if case .key = scope { "This key" } else { "All keys of this gateway together" }
  }

  /// Where a limit is set: that of a key in the file or by a command, as the key itself.
  private static func setting(of scope: Scope, inKeys: String, inGateway: String) -> String {
    if case .key = scope { "keys[].\(inKeys) or run tollgate keys change" } else { inGateway }
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  static func queueFull(retryAfter: Duration?) -> ErrorAnswer {
    let wait = (retryAfter ?? .seconds(5)).wholeSecondsRoundedUp
    let cause =
      retryAfter == nil
      ? "Too many purchases wait to be sent, or this one waited too long"
      : "The upstream asked the gateway to send less, for longer than this purchase may wait"
    return ErrorAnswer(
      status: 429, code: 42902, "\(cause); nothing was bought, and the money is free again. Try again in \(wait) s.",
      headers: [.retryAfter: String(wait)])
  }

  static func unreachable(retryAfter: Duration?) -> ErrorAnswer {
    let wait = (retryAfter ?? .seconds(5)).wholeSecondsRoundedUp
    return ErrorAnswer(
      status: 502, code: 50200,
      "The upstream could not be reached, or gives no usable answers; nothing was sent and nothing charged. Try again in \(wait) s.",
      headers: [.retryAfter: String(wait)])
  }

  static func rejected(_ rejection: Rejection, retryAfter: Duration?) -> ErrorAnswer {
    ErrorAnswer(
      status: passedOnStatus(rejection.httpStatus), code: rejection.code, rejection.text,
      headers: retryAfter.map { [.retryAfter: String($0.wholeSecondsRoundedUp)] } ?? [:])
  }

  /// A rejection keeps the upstream's status; a redirect or an informational status would mean something else to the client.
  private static func passedOnStatus(_ status: Int) -> Int {
    (200...299).contains(status) ? 200 : (400...599).contains(status) ? status : 502
  }
}
