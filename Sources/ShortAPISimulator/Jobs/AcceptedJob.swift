package import TollgateCore

/// A create that the simulator accepted and charged: one line of the referee's log.
package struct AcceptedJob: Sendable, Equatable {
  /// 24 lower-case hexadecimal digits.
  package let id: String
  /// When it was accepted.
  package let at: Timestamp
  /// SHA-256 of the body as it was received, in hexadecimal digits.
  package let sha256: String
  /// What was charged, whatever the answer said.
  package let amount: Money
  /// The model that the create names.
  package let model: String
  /// How many results the job makes.
  package let results: Int
  /// The format of the results.
  package let format: FileFormat

  /// The line, with its line feed: `{"at":…,"id":…,"sha256":…,"amount":…,"model":…,"results":…,"format":…}`.
  var line: [UInt8] {
    var line = Array("{\"at\":\(at.millisecondsSince1970),\"id\":\"\(id)\",\"sha256\":\"\(sha256)\",".utf8)
    line += Array("\"amount\":\"\(amount)\",\"model\":".utf8) + CanonicalJSON.encode(.text(model))
    line += Array(",\"results\":\(results),\"format\":\"\(format.rawValue)\"}\n".utf8)
    return line
  }
}

extension AcceptedJob {
  /// Reads a line of the referee's log; `nil` where it is not one.
  init?(line: some Sequence<UInt8>) {
    guard
      let json = try? CanonicalJSON.parse(Array(line)),
      let id = json["id"]?.string, let at = json["at"]?.number?.int64, let sha256 = json["sha256"]?.string,
      let amount = json["amount"]?.string.flatMap({ Money($0) }), let model = json["model"]?.string
    else { return nil }
    self.id = id
    self.at = Timestamp(millisecondsSince1970: at)
    self.sha256 = sha256
    self.amount = amount
    self.model = model
    results = json["results"]?.number?.int64.map { max(1, min(Int($0), 10)) } ?? 1
    format = json["format"]?.string.flatMap(FileFormat.init(rawValue:)) ?? .png
  }
}
