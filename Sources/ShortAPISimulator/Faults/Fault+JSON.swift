package import TollgateCore

/// Why a fault or a command could not be read: one sentence.
package struct SimulatorInputError: Error, Equatable, CustomStringConvertible {
  /// The sentence.
  package let description: String

  init(_ description: String) { self.description = description }
}

extension Fault {
  private static let members = [
    "on", "kind", "times", "probability", "match", "accept", "status", "code", "info", "amount", "retry_after", "megabytes",
    "delay_ms", "per_byte_ms", "location", "refund", "refund_after_ms",
  ]

  /// Reads a fault as the control API takes it, e.g. `{"on": "create", "kind": "html", "times": 3, "status": 503}`.
  package init(json: JSONValue) throws(SimulatorInputError) {
    guard case .object(let object) = json else { throw SimulatorInputError("a fault is a JSON object") }
    let reader = MemberReader(object: object, what: "fault")
    try reader.refuseOthers(than: Self.members)
    let endpoint = try reader.choice("on", of: Endpoint.allCases.map { ($0.rawValue, $0) })
    let kind = try reader.choice("kind", of: Kind.allCases.map { ($0.rawValue, $0) })
    guard let endpoint else { throw SimulatorInputError("a fault says \"on\" which call it happens: create, query or file") }
    guard let kind else { throw SimulatorInputError("a fault has a \"kind\"; there are \(Kind.allCases.map(\.rawValue))") }
    guard kind.endpoints.contains(endpoint) else {
      let possible = Kind.allCases.filter { $0.endpoints.contains(endpoint) }.map(\.rawValue)
      throw SimulatorInputError(
        "\(kind.rawValue) cannot happen on \(endpoint.rawValue), only \(possible.joined(separator: ", "))")
    }
    self.init(on: endpoint, kind)
    times = try reader.integer("times", in: 0...1_000_000_000)
    probability = try reader.fraction("probability") ?? 1
    match = try reader.string("match")
    accept = try reader.bool("accept")
    status = try reader.integer("status", in: 0...999)
    code = try reader.integer("code", in: -1_000_000_000...1_000_000_000).map(Int64.init)
    info = try reader.string("info")
    amount = object["amount"]
    if kind == .wrongAmount, let amount, amount.string.flatMap({ Money($0) }) == nil {
      throw SimulatorInputError("\"amount\" of wrongAmount is a decimal string such as \"0.10\"")
    }
    if let seconds = try reader.integer("retry_after", in: 0...86_400) { retryAfter = .seconds(seconds) }
    megabytes = try reader.integer("megabytes", in: 1...512) ?? megabytes
    delay = try reader.milliseconds("delay_ms") ?? delay
    perByte = try reader.milliseconds("per_byte_ms") ?? perByte
    location = try reader.string("location")
    refund = try reader.refund() ?? refund
    if let wait = try reader.milliseconds("refund_after_ms") { refund = .later(wait) }
  }

  /// Reads a fault from a command line: JSON, or `create:html` or `create:html:status=503,times=3,probability=0.1`.
  package init(argument: String) throws(SimulatorInputError) {
    if argument.hasPrefix("{") {
      do { try self.init(json: CanonicalJSON.parse(Array(argument.utf8))) } catch let error as SimulatorInputError {
        throw error
      } catch {
        throw SimulatorInputError("not a fault: \(argument): \(error)")
      }
      return
    }
    let parts = argument.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2 else {
      throw SimulatorInputError("not a fault: \(argument); write create:html or create:html:status=503,times=3")
    }
    var object = JSONObject()
    object["on"] = .text(parts[0])
    object["kind"] = .text(parts[1])
    for setting in parts.dropFirst(2).joined().split(separator: ",") {
      let sides = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2 else { throw SimulatorInputError("not a setting of a fault: \(setting); write name=value") }
      let textual = ["match", "info", "refund", "amount", "location"].contains(sides[0])
      let value = textual ? nil : try? CanonicalJSON.parse(Array(sides[1].utf8))
      object[sides[0]] = value ?? .text(sides[1])
    }
    try self.init(json: .object(object))
  }

  /// The fault as JSON, without what is as usual.
  package var json: JSONObject {
    let usual = Fault(on: on, kind)
    var object = JSONObject()
    object["on"] = .text(on.rawValue)
    object["kind"] = .text(kind.rawValue)
    object["times"] = times.map(JSONValue.integer)
    if probability != 1 { object["probability"] = .decimal(probability) }
    object["match"] = match.map(JSONValue.text)
    object["accept"] = accept.map(JSONValue.bool)
    object["status"] = status.map(JSONValue.integer)
    object["code"] = code.map { .number(JSONNumber($0)) }
    object["info"] = info.map(JSONValue.text)
    object["amount"] = amount
    if retryAfter != usual.retryAfter { object["retry_after"] = .integer(Int(retryAfter.components.seconds)) }
    if megabytes != usual.megabytes { object["megabytes"] = .integer(megabytes) }
    if delay != usual.delay { object["delay_ms"] = .milliseconds(delay) }
    if perByte != usual.perByte { object["per_byte_ms"] = .milliseconds(perByte) }
    object["location"] = location.map(JSONValue.text)
    if refund != usual.refund { object["refund"] = .text(refund.text) }
    if case .later(let wait) = refund { object["refund_after_ms"] = .milliseconds(wait) }
    return object
  }
}
