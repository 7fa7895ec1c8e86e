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
    let (owner, setting) =
      switch refusal.scope {
      case .key: ("This key", "keys[].rate")
      case .team, .gateway: ("All keys of this gateway together", "rate")
      }
    let what =
      refusal.kind == .creates
      ? "send \(counted(refusal.limit, "create"))" : "buy \(counted(refusal.limit, "generation"))"
    let name = refusal.kind == .creates ? "creates_per_minute" : "generations_per_minute"
    return ErrorAnswer(
      status: 429, code: 42900,
      """
      \(owner) may \(what) a minute; nothing was bought. Try again in \(wait) s, or ask whoever runs this gateway to raise \
      \(setting).\(name).
      """,
      headers: [.retryAfter: String(wait)])
  }

  static func tooManyRunning(_ refusal: RunningRefusal) -> ErrorAnswer {
    let (owner, setting) =
      switch refusal.scope {
      case .key: ("This key", "keys[].max_running")
      case .team, .gateway: ("All keys of this gateway together", "upstream.max_running")
      }
    return ErrorAnswer(
      status: 429, code: 42901,
      """
      \(owner) may have \(counted(refusal.limit, "generation")) running at a time, and so many run; nothing was bought. Wait until \
      one ends, or ask whoever runs this gateway to raise \(setting).
      """,
      headers: [.retryAfter: "5"])
  }

  private static func counted(_ count: Int, _ thing: String) -> String { count == 1 ? "1 \(thing)" : "\(count) \(thing)s" }

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
