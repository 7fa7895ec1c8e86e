import Foundation
import TollgateCore

/// What lists show, with a text from outside wherever one can stand.
enum Samples {
  private static let now: Int64 = 1_795_392_000_000
  static let moment = Timestamp(millisecondsSince1970: now)

  static func key(_ text: String, amount: String = "5") throws -> KeySummary {
    let limits: [String: Any] = [
      "budgets": ["day": amount, "total": amount], "rate": ["createsPerMinute": 600], "maximumRunning": 8,
    ]
    return try decode([
      "name": text, "revision": "0f", "team": text, "origin": "created", "models": [text, text], "replayOnly": true,
      "limits": limits, "createdAt": now, "expiresAt": now + 1, "lastUsedAt": now, "formerSecretUntil": now + 1,
    ])
  }

  static func purchase(_ text: String, state: GenerationState = .failed, amount: String = "5") throws -> GenerationSummary {
    try decode([
      "number": "g68719476735", "state": state.rawValue, "model": text, "keyName": text, "hold": amount, "captured": amount,
      "refunded": amount, "createdAt": now - 90_061_000, "updatedAt": now, "upstreamID": text, "note": text,
    ])
  }

  static func purchaseDetail(_ text: String) throws -> GenerationDetail {
    let line: [String: Any] = ["kind": "capture", "amount": "1", "at": now, "day": 20_261_123]
    return try decode([
      "summary": try encoded(try purchase(text)), "content": text, "scope": text, "variant": text, "ledger": [line],
    ])
  }

  static func result(_ text: String, amount: String = "5") throws -> ResultSummary {
    let file: [String: Any] = ["path": text, "url": text, "state": "lost", "isStored": false, "note": text]
    return try decode([
      "files": [file], "number": "g68719476735", "model": text, "keyName": text, "prompt": text, "cost": amount,
      "finishedAt": now - 90_061_000,
      "content": text, "scope": text, "variant": text, "pinnedAt": now, "fileCount": 4, "bytes": 123_456_789,
      "usedAt": now - 1000, "uses": useSum,
    ])
  }

  static func resultDetail(_ text: String) throws -> ResultDetail {
    let file: [String: Any] = ["path": text, "url": text, "state": "lost", "isStored": false, "note": text]
    let request = CanonicalJSON.text(.string(JSONString(text)))
    return try decode([
      "generation": try encoded(try purchase(text)), "content": text, "scope": text, "variant": text, "filesState": "lost",
      "files": [file], "request": "{\"prompt\":\(request)}", "record": text,
    ])
  }

  static func uses(_ text: String) throws -> UseReport {
    let row: [String: Any] = ["name": text, "sum": useSum]
    return try decode(["rows": [row], "otherKeys": 2, "others": useSum, "total": useSum])
  }

  private static var useSum: [String: Any] { ["hits": 3, "joined": 1, "saved": "0.16", "lastAt": now] }

  static func callback(_ text: String) throws -> CallbackSummary {
    try decode([
      "id": "c999999", "generation": "g68719476735", "keyName": text, "url": text, "state": "given_up", "attempts": 8,
      "lastReason": text, "createdAt": now - 90_061_000, "dueAt": now + 90_061_000,
    ])
  }

  static func ledger(_ text: String, amount: String = "5") throws -> LedgerSummary {
    try decode([
      "id": 123_456_789, "generation": "g68719476735", "keyName": text, "team": text, "kind": "correction", "amount": amount,
      "at": now, "day": 20_261_123,
    ])
  }

  static func budget(_ text: String, amount: String = "5") throws -> BudgetSummary {
    try decode([
      "owner": "team", "name": text, "period": "month", "limit": amount, "spent": amount, "held": amount, "left": "0",
      "resetsAt": now,
    ])
  }

  static func usage(_ text: String, by dimension: UsageQuery.Dimension = .key, amount: String = "5") -> UsageReport {
    var row = UsageReport.Row(name: text)
    row.spent = Money(amount) ?? .zero
    (row.held, row.saved, row.purchases, row.hits) = (row.spent, row.spent, 1_000_000, 1_000_000_000)
    return UsageReport(by: dimension, rows: [row])
  }

  static func decode<Value: Decodable>(_ members: [String: Any]) throws -> Value {
    try JSONDecoder().decode(Value.self, from: try JSONSerialization.data(withJSONObject: members))
  }

  private static func encoded(_ value: some Encodable) throws -> Any {
    try JSONSerialization.jsonObject(with: try JSONEncoder().encode(value))
  }
}
