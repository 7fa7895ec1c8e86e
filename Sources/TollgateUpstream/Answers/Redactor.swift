/// Takes a key out of texts that came from the upstream, before they are logged, stored or passed on.
struct Redactor: Sendable {
  private let secret: String

  init(secret: String) { self.secret = secret }

  /// How many bytes before a cut must be looked at, so that a key that straddles the cut is found whole.
  var reach: Int { secret.utf8.count }

  /// The text with every occurrence of the key as `***`. A key of less than four characters is no secret and stays.
  func redact(_ text: String) -> String {
    guard secret.utf8.count >= 4, text.contains(secret) else { return text }
    return text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
  }

  /// The answer with every occurrence of the key in its body as `***`, as it is written in JSON too: a record is kept and shown
  /// as it came, and an upstream that repeats what it was sent must not put the key into it.
  func redact(_ answer: WireAnswer) -> WireAnswer {
    guard secret.utf8.count >= 4 else { return answer }
    var body = answer.body
    for spelling in spellings { body = Self.replacing(spelling, in: body) }
    return WireAnswer(status: answer.status, retryAfter: answer.retryAfter, body: body)
  }

  /// The ways in which serialisers write the key in a string. It is visible ASCII.
  private var spellings: Set<[UInt8]> {
    let escaped = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return [Array(secret.utf8), Array(escaped.utf8), Array(escaped.replacing("/", with: "\\/").utf8)]
  }

  /// Nearly always there is none, and the body stays as it is.
  private static func replacing(_ key: [UInt8], in body: [UInt8]) -> [UInt8] {
    var places: [Int] = []
    var place = 0
    while let first = body[place...].firstIndex(of: key[0]) {
      let isKey = body[first...].starts(with: key)
      if isKey { places.append(first) }
      place = isKey ? first + key.count : first + 1
    }
    guard !places.isEmpty else { return body }
    var clean: [UInt8] = []
    var copied = 0
    for place in places {
      clean += body[copied..<place]
      clean += "***".utf8
      copied = place + key.count
    }
    return clean + body[copied...]
  }
}

extension String {
  /// The text on one line: control characters and line separators are spaces, and it ends after `limit` Unicode scalars.
  func onOneLine(limit: Int) -> String {
    var line = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(limit) {
      let breaks = scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      line.append(breaks ? " " : scalar)
    }
    return String(line)
  }
}
