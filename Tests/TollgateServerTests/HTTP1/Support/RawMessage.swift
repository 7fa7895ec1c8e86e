/// A message as bytes, and what has to become of it.
struct RawMessage: Sendable, CustomStringConvertible {
  let name: String
  let bytes: [UInt8]
  /// The statuses of its answers. Whatever is not 200 is the gateway's refusal.
  let statuses: [Int]
  /// Whether the connection ends with it, so that what follows is not looked at.
  let ends: Bool

  var description: String { name }

  /// How many requests of it are executed.
  var executions: Int { statuses.count { $0 == 200 } }

  /// A message that has to be refused, and what is sent behind it never looked at.
  static func refused(_ status: Int, _ text: String, _ name: String? = nil) -> RawMessage {
    RawMessage(name: name ?? shown(text), bytes: text.latin1, statuses: [status], ends: true)
  }

  /// A request that has to be executed once, and the connection goes on.
  static func served(_ text: String, _ name: String? = nil) -> RawMessage {
    RawMessage(name: name ?? shown(text), bytes: text.latin1, statuses: [200], ends: false)
  }

  /// A request that has to be executed once, and is the connection's last one.
  static func last(_ text: String, _ name: String? = nil) -> RawMessage {
    RawMessage(name: name ?? shown(text), bytes: text.latin1, statuses: [200], ends: true)
  }

  private static func shown(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { $0.value < 32 || $0.value > 126 ? $0.escaped(asASCII: true) : "\($0)" }.joined()
    return escaped.count > 160 ? escaped.prefix(160) + "…" : escaped
  }

  /// A create with further fields, which are lines without their ends.
  static func create(_ fields: [String], _ body: String = "") -> String {
    request("POST /job/create HTTP/1.1", ["Host: gateway.test"] + fields, body)
  }

  /// A request of lines without their ends.
  static func request(_ line: String, _ fields: [String], _ body: String = "") -> String {
    line + "\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n" + body
  }

  /// The path of a request that must not be executed behind a message that was refused.
  static let sentinelPath = "/sentinel/job/create"
  static let sentinel = request(
    "POST \(sentinelPath) HTTP/1.1", ["Host: gateway.test", "Content-Length: 2"], "{}"
  ).latin1
}
