import Foundation
import TollgateCore

/// What is shown about a gateway, a team, a file, or a create that was not sent.
extension Samples {
  static func team(_ text: String, amount: String = "5") throws -> TeamSummary {
    let balances: [[String: Any]] = ["day", "month", "total"].map { period in
      ["period": period, "limit": amount, "spent": amount, "held": amount, "left": amount, "resetsAt": now]
    }
    return try decode([
      "name": text, "revision": "0f", "origin": "created", "budgets": ["day": amount, "month": amount, "total": amount],
      "balances": balances,
      "keys": 1_000_000,
    ])
  }

  static func series(amount: String = "5") throws -> UsageSeries {
    let point: [String: Any] = [
      "start": now, "hits": 1_000_000_000, "joined": 1_000_000, "misses": 1_000_000, "refused": 1_000_000, "saved": amount,
      "spent": amount,
    ]
    return try decode(["step": "hour", "points": [point]])
  }

  static func asset() throws -> AssetSummary {
    try decode([
      "name": String(repeating: "5e", count: 32) + ".extension1", "type": "application/octet-stream", "bytes": 123_456_789_000,
      "usedAt": now - 90_061_000, "purchases": 1_000_000,
    ])
  }

  static func assetDetail() throws -> AssetDetail {
    try decode([
      "summary": try encoded(try asset()), "isStored": false,
      "newest": (0..<100).map { "g\(68_719_476_735 - $0)" },
    ])
  }

  static func health(_ text: String) throws -> HealthReport {
    try decode([
      "versions": ["tollgate": text, "swift": text, "database": text, "schema": 11, "system": text] as [String: Any],
      "clock": ["startedAt": now, "uptime": 90_061, "now": now, "timeZone": text] as [String: Any],
      "service": ["access": "keys", "replaysOnly": false, "isDraining": false] as [String: Any],
      "database": ["isWritable": false, "trouble": text, "commits": 7, "committedAt": now, "waiting": 0] as [String: Any],
      "upstream": [
        "address": text, "answeredAt": now, "troubledAt": now, "trouble": text, "pause": "keyRefused",
      ] as [String: Any],
      "work": [
        "purchases": [text: 3, "unknown": 1], "sending": 1, "maximumSending": 64, "waiting": 2, "maximumWaiting": 16_384,
        "asked": 3, "watchers": 0,
      ] as [String: Any],
    ])
  }

  static func storage() throws -> StorageSummary {
    try decode([
      "database": ["bytes": 12_300_000, "freeBytes": 100_000, "logBytes": 4_100_000],
      "files": ["count": 12, "bytes": 1_500_000, "limit": 50_000_000_000],
      "purchases": ["count": 34, "firstAt": now, "lastAt": now],
    ])
  }

  static func quote(_ text: String, amount: String = "5") throws -> QuoteSummary {
    let budget: [String: Any] = [
      "budget": try encoded(try budget(text, amount: amount)), "leftAfter": amount, "suffices": false,
    ]
    return try decode([
      "outcome": "refused", "reason": text, "generation": "g68719476735", "quote": amount, "saved": amount, "budgets": [budget],
    ])
  }

  /// An explanation that names an earlier request, which differs or asked for the same.
  static func explanation(_ text: String, differs: Bool) throws -> CacheExplanation {
    let difference: [String: Any] = ["path": text, "here": text, "there": text]
    let nearest: [String: Any] = [
      "generation": try encoded(try purchase(text, state: differs ? .failed : .succeeded)), "scope": text, "variant": text,
      "differences": differs ? [difference] : [], "furtherDifferences": differs ? 7 : 0,
    ]
    return try decode([
      "outcome": "miss", "reason": text, "generation": "g68719476735", "content": text, "scope": text, "nearest": nearest,
    ])
  }

  static func verification(_ text: String, amount: String = "5") throws -> VerificationReport {
    let findings = VerificationReport.Findings(
      count: 2, sum: Money(amount) ?? .zero, oldest: moment - .seconds(90_061), newest: [text, text])
    return VerificationReport(
      checks: [VerificationCheck(rule: text, checked: 3, violations: [text])], excess: findings, unknown: findings)
  }
}
