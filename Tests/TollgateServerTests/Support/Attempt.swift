import TollgateCore
import TollgateTestSupport

/// A create that is made to meet conditions.
struct Attempt {
  private static let tooLong = String(repeating: "x", count: 8200)

  /// The limits of the caller's own key, and which of them have to be used up before.
  private let limits: Set<Condition>
  let prompt: String
  var model = Body.model
  /// The one who pays for what is prepared, unless something about the key is tried.
  var keyName: String? = "alice"
  private let bodyLimit: ByteCount
  private let isExpired: Bool
  private let isNarrow: Bool
  private var query = ""
  private var headers: [(String, String)] = []
  private var isMalformed = false
  private var isTooLarge = false
  /// What has to be bought before.
  private(set) var prepares: Set<Condition> = []

  /// A create that meets all of the conditions in a gateway with these limits.
  init(_ conditions: [Condition], isOpen: Bool, bodyLimit: ByteCount, headerLimit: ByteCount) {
    prompt = conditions.map { "\($0)" }.joined(separator: " and ")
    limits = Set(conditions.filter(\.isLimit))
    isExpired = conditions.contains(.unauthorized)
    isNarrow = conditions.contains(.modelForbidden)
    self.bodyLimit = bodyLimit
    for condition in conditions { meet(condition, headerLimit: headerLimit) }
    if isOpen, isExpired {
      keyName = nil
    } else if isExpired || isNarrow || !limits.isEmpty {
      keyName = prompt
    }
  }

  private mutating func meet(_ condition: Condition, headerLimit: ByteCount) {
    switch condition {
    case .uriTooLong: query = "?" + Self.tooLong
    case .headersTooLarge: headers.append(("X-Large", String(repeating: "x", count: headerLimit.bytes)))
    case .foreignOrigin: headers.append(("Origin", "https://evil.example"))
    case .bodyTooLarge: isTooLarge = true
    case .encodedBody: headers.append(("Content-Encoding", "gzip"))
    case .malformedHeader: headers.append(("Tollgate-Dry-Run", "perhaps"))
    case .malformedBody: isMalformed = true
    case .notCached: headers.append(("Cache-Control", "only-if-cached"))
    case .priceUnknown: model = Body.unpricedModel
    case .hit, .joined, .outcomeUnknown: prepares.insert(condition)
    case .unauthorized, .modelForbidden, .tooManyCreates, .overBudget, .tooManyRunning, .tooManyGenerations, .queueFull,
      .draining, .credentialRefused:
      break
    }
  }

  /// The key of the attempt's own; `nil` where the usual one serves.
  var ownKey: StoredKey? {
    guard keyName == prompt else { return nil }
    var own = KeyLimits()
    // One purchase of $0.04 uses each of them up.
    if limits.contains(.overBudget) { own.budgets.total = Money(nanodollars: 79_999_999) }
    if limits.contains(.tooManyRunning) { own.maximumRunning = 1 }
    if limits.contains(.tooManyGenerations) { own.rate.generationsPerMinute = 1 }
    if limits.contains(.tooManyCreates) { own.rate.createsPerMinute = 1 }
    return TestKey.declared(
      prompt, models: isNarrow ? ["alibaba/*"] : nil, limits: own,
      expiresAt: isExpired ? Timestamp(millisecondsSince1970: 1_000) : nil)
  }

  /// Whether a purchase of the attempt's own key has to use its limits up. A key that may not buy cannot.
  var usesUpLimits: Bool { !limits.isEmpty && !isExpired && !isNarrow }

  /// Whether a key that may use no model has to use its creates up.
  var usesUpCreates: Bool { limits.contains(.tooManyCreates) && !isExpired && isNarrow }

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
