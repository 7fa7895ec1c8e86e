import HTTPTypes
package import Logging
import NIOCore
import TollgateCore
import TollgateEngine

/// Writes a line for each request that is to have one.
package struct RequestLog: Sendable {
  /// Which requests have a line.
  package enum Detail: String, Sendable, CaseIterable {
    case none
    /// Creates that bought something, or tried to.
    case purchases
    case all
  }

  let detail: Detail
  let showsPrompts: Bool
  private let logger: Logger

  /// - Parameters:
  ///   - detail: which requests have a line.
  ///   - showsPrompts: whether a create's line has the words that it asks for.
  ///   - logger: gets the lines.
  package init(_ detail: Detail, showsPrompts: Bool, logger: Logger) {
    self.detail = detail
    self.showsPrompts = showsPrompts
    self.logger = logger
  }

  /// Writes nothing.
  package static let none = RequestLog(.none, showsPrompts: false, logger: Logger(label: "tollgate"))

  /// What a request's line is made of; `nil` where no request has one. The level may change at any time.
  func newReport() -> RequestReport? {
    detail == .none || logger.logLevel > .info ? nil : RequestReport(wantsPrompt: showsPrompts)
  }

  /// Whether a request's line is written.
  private func isWanted(_ content: RequestReport.Content) -> Bool {
    switch detail {
    case .none: false
    case .purchases: content.bought != nil
    case .all: true
    }
  }

  /// Writes the line of a request of the main lane, where it has one.
  ///
  /// - Parameters:
  ///   - content: what is known of it.
  ///   - status: that of its answer.
  ///   - nanoseconds: how long it took until that could be written.
  ///   - headers: its own.
  func write(_ content: RequestReport.Content, status: Int, after nanoseconds: Int64, headers: HTTPFields) {
    guard isWanted(content) else { return }
    let parents = headers[values: .traceParent]
    // Two of them are none.
    write(content, lane: "main", status: status, after: nanoseconds, parent: parents.count == 1 ? parents.first : nil)
  }

  /// Writes the line of a request, where it has one; `parent` is its `traceparent`.
  func write(_ content: RequestReport.Content, lane: String, status: Int, after nanoseconds: Int64, parent: String?) {
    guard isWanted(content) else { return }
    var line: Logger.Metadata = [
      "request": "\(Self.newID())", "lane": "\(lane)", "route": "\(content.route ?? "none")", "status": "\(status)",
      "total_ms": "\(Self.milliseconds(nanoseconds))",
    ]
    if let parent = parent.flatMap({ TraceParent($0) }) {
      line["trace_id"] = "\(parent.traceID)"
      line["parent_id"] = "\(parent.parentID)"
    }
    if let name = content.keyName { line["key"] = "\(name)" }
    if let generation = content.ending?.generation ?? content.bought { line["generation"] = "\(generation)" }
    if let ending = content.ending {
      line["outcome"] = "\(ending.outcome.rawValue)"
      line["model"] = "\(ending.model)"
      line["charged"] = "\(ending.charged)"
      if ending.saved != .zero { line["saved"] = "\(ending.saved)" }
    }
    if let decided = content.decided { line["decide_ms"] = "\(Self.milliseconds(decided.wholeNanoseconds))" }
    if let queued = content.queued { line["queue_ms"] = "\(Self.milliseconds(queued.wholeNanoseconds))" }
    if let sent = content.sent { line["upstream_ms"] = "\(Self.milliseconds(sent.wholeNanoseconds))" }
    if let prompt = content.prompt { line["prompt"] = "\(prompt)" }
    logger.info("request", metadata: line)
  }

  /// Names a request in the log: 16 hex digits.
  private static func newID() -> String {
    let number = UInt64.random(in: .min ... .max)
    return HexDigits.text(of: (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
  }

  /// With three places.
  private static func milliseconds(_ nanoseconds: Int64) -> String {
    let microseconds = max(nanoseconds, 0) / 1000
    let fraction = String(microseconds % 1000)
    return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
  }
}
