import TollgateCore
import TollgateTestSupport

/// A create that is made to meet conditions.
struct Attempt {
  private static let tooLong = String(repeating: "x", count: 8200)

  let prompt: String
  var model = Body.model
  /// The one who pays for what is prepared, unless something about the key is tried.
  var keyName: String? = "alice"
  private let bodyLimit: ByteCount
  private var query = ""
  private var headers: [(String, String)] = []
  private var isMalformed = false
  private var isTooLarge = false
  /// What has to be bought before.
  private(set) var prepares: Set<Condition> = []

  /// A create that meets all of the conditions in a gateway with these limits.
  init(_ conditions: [Condition], isOpen: Bool, bodyLimit: ByteCount, headerLimit: ByteCount) {
    prompt = conditions.map { "\($0)" }.joined(separator: " and ")
    self.bodyLimit = bodyLimit
    for condition in conditions { meet(condition, headerLimit: headerLimit) }
    if conditions.contains(.unauthorized) {
      keyName = isOpen ? nil : conditions.contains(.modelForbidden) ? "expired and narrow" : "expired"
    } else if conditions.contains(.modelForbidden) {
      keyName = "narrow"
    }
  }

  private mutating func meet(_ condition: Condition, headerLimit: ByteCount) {
    switch condition {
    case .uriTooLong: query = "?" + Self.tooLong
    case .headersTooLarge: headers.append(("X-Large", String(repeating: "x", count: headerLimit.bytes)))
    case .foreignOrigin: headers.append(("Origin", "https://evil.example"))
    case .bodyTooLarge: isTooLarge = true
    case .encodedBody: headers.append(("Content-Encoding", "gzip"))
    case .malformedHeader: headers.append(("Tollgate-Dry-Run", "1"))
    case .malformedBody: isMalformed = true
    case .notCached: headers.append(("Cache-Control", "only-if-cached"))
    case .priceUnknown: model = Body.unpricedModel
    case .hit, .joined, .outcomeUnknown: prepares.insert(condition)
    case .unauthorized, .modelForbidden, .queueFull, .draining, .credentialRefused: break
    }
  }

  /// The body, readable and of the right size.
  var plainBody: String { Body.picture(prompt, model: model) }

  /// The bytes to send.
  func request(port: Int) -> String {
    var body = isMalformed ? "{\"model\"" : plainBody
    // White space after the object changes neither model nor content.
    if isTooLarge { body += String(repeating: " ", count: bodyLimit.bytes) }
    var headers = headers
    if let keyName { headers.append(("Authorization", "Bearer " + TestKey.secret(of: keyName))) }
    return Wire.request("POST", "/api/v1/job/create" + query, port: port, headers: headers, body: body)
  }
}
