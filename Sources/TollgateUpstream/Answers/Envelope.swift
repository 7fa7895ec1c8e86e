import TollgateCore

/// The API's envelope: a JSON object with an integer `code`.
struct Envelope: Sendable {
  let root: JSONObject
  /// 0 is yes; everything else is a no.
  let code: Int64

  /// - Throws: ``NotAnEnvelope``.
  init(_ body: [UInt8]) throws(NotAnEnvelope) {
    guard !body.isEmpty else { throw NotAnEnvelope(reason: "its body is empty", document: nil) }
    let document: JSONValue
    do {
      document = try CanonicalJSON.parse(body)
    } catch {
      throw NotAnEnvelope(reason: "its body is not strict JSON (\(error))", document: nil)
    }
    guard let root = document.object else { throw NotAnEnvelope(reason: "its body is no JSON object", document: document) }
    guard let code = root["code"]?.number?.int64 else {
      throw NotAnEnvelope(reason: "its body has no integer code", document: document)
    }
    self.root = root
    self.code = code
  }

  /// What the answer is about: the create's or the job's own members.
  var data: JSONValue? { root["data"] }

  /// What the upstream says in words: `info`, else `message`, else `error`; `nil` where it says nothing.
  var words: String? {
    for name in ["info", "message", "error"] {
      if let text = root[name]?.string, !text.isEmpty { return text }
    }
    return root["error"]?["message"]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Why a body is not the API's envelope.
struct NotAnEnvelope: Error {
  /// In words, to follow "HTTP 200, but ".
  let reason: String
  /// The body, where it is JSON of another shape.
  let document: JSONValue?
}
