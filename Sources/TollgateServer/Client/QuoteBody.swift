import HTTPTypes
import NIOHTTP1
import TollgateCore
import TollgateEngine

/// A quote as JSON, as its key may see it: its own budgets with all figures, a team's and the gateway's only as whether they
/// suffice and when they reset, because others spend there too.
struct QuoteBody {
  let headers: HTTPFields
  let data: JSONObject

  init(_ quote: CreateQuote) {
    var headers = HTTPFields()
    var members: [(String, JSONValue)] = []
    switch quote.outcome {
    case .hit(let age):
      members = [("outcome", "hit"), ("age", .number(JSONNumber(age.components.seconds)))]
      headers[.cacheStatus] = CacheStatus.hit.description
      headers[.age] = String(age.components.seconds)
    case .joined:
      members = [("outcome", "joined")]
      headers[.cacheStatus] = CacheStatus.joined.description
    case .miss(let bypassed):
      members = [("outcome", "miss")]
      headers[.cacheStatus] = CacheStatus.miss(bypassed: bypassed).description
    case .refused(let error):
      let answer = ErrorAnswer(error)
      members = [
        ("outcome", "refused"),
        (
          "error",
          [
            "status": .number(JSONNumber(Int64(answer.status))), "code": .number(JSONNumber(answer.code)),
            "message": .text(answer.sentence),
          ]
        ),
      ]
    }
    members.append(("generation", quote.generation.map { .text("\($0)") } ?? .null))
    members.append(("quote", quote.quote.map { .text("\($0)") } ?? .null))
    members.append(("saved", quote.saved.map { .text("\($0)") } ?? .null))
    members.append(("budgets", .array(quote.budgets.map(Self.budget))))
    headers[.tollgateGeneration] = quote.generation?.description
    for notice in quote.notices { headers.append(HTTPField(name: .tollgateNotice, value: notice)) }
    self.headers = headers
    data = Self.object(members)
  }

  private static func budget(_ budget: QuotedBudget) -> JSONValue {
    let (before, after) = (budget.before, budget.after)
    let (scope, isOwn): (String, Bool) =
      switch before.scope {
      case .key: ("key", true)
      case .team: ("team", false)
      case .gateway, .everyone: ("gateway", false)
      }
    var members: [(String, JSONValue)] = [
      ("scope", .text(scope)), ("window", .text(before.window.period.rawValue)), ("suffices", .bool(budget.suffices)),
      ("resets_at", budget.resetsAt.map { .text("\($0)") } ?? .null),
    ]
    if isOwn {
      members += [
        ("limit", .text("\(before.limit ?? .zero)")), ("spent", .text("\(before.spent)")), ("held", .text("\(before.held)")),
        ("left", .text("\(before.left ?? .zero)")), ("left_after", .text("\(after.left ?? .zero)")),
      ]
    }
    return .object(object(members))
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONObject {
    var object = JSONObject()
    for (name, value) in members { object[name] = value }
    return object
  }
}

extension ErrorAnswer {
  /// The error as RFC 9457 has it and the administration's API describes it, with the vendor's code beside it.
  var problem: [UInt8] {
    CanonicalJSON.encode([
      "type": "about:blank", "title": .text(HTTPResponseStatus(statusCode: status).reasonPhrase),
      "status": .number(JSONNumber(Int64(status))), "detail": .text(sentence), "code": .number(JSONNumber(code)),
      "kind": .text(kind.rawValue),
    ])
  }

  private var kind: AdministrationError.Kind {
    switch status {
    case 404, 410: .notFound
    case 409, 422: .conflict
    case 429, 500...: .unavailable
    default: .invalid
    }
  }
}
