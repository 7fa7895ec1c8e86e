import Testing
import TollgateCore

/// An answer as it is on the wire.
struct WireAnswer: Equatable {
  let version: String
  let status: Int
  let fields: [(name: String, value: String)]
  let body: [UInt8]

  static func == (left: WireAnswer, right: WireAnswer) -> Bool {
    left.version == right.version && left.status == right.status && left.body == right.body
      && left.fields.filter { $0.name != "date" }.elementsEqual(right.fields.filter { $0.name != "date" }, by: ==)
  }

  /// The values of a field.
  subscript(name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// The code of the vendor's envelope.
  var code: Int64? { (try? CanonicalJSON.parse(body))?["code"]?.number?.int64 }

  /// The answers in a transcript. Nothing may be left over.
  ///
  /// - Throws: where it is no answer.
  static func all(in bytes: [UInt8]) throws -> [WireAnswer] {
    var rest = bytes[...]
    var answers: [WireAnswer] = []
    while !rest.isEmpty { answers.append(try next(&rest)) }
    return answers
  }

  private static func next(_ rest: inout ArraySlice<UInt8>) throws -> WireAnswer {
    let transcript = String(decoding: rest, as: UTF8.self)
    let end = try #require(rest.firstRange(of: Array("\r\n\r\n".utf8)), "\(transcript)")
    let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    let start = try #require(lines.first).split(separator: " ", maxSplits: 2)
    let status = try #require(start.dropFirst().first.flatMap { Int($0) }, "\(transcript)")
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (name: parts[0].lowercased(), value: String(parts.last?.dropFirst() ?? ""))
    }
    rest = rest[end.upperBound...]
    var body: [UInt8] = []
    if let length = fields.first(where: { $0.name == "content-length" }).flatMap({ Int($0.value) }) {
      body = Array(rest.prefix(length))
      // An answer to HEAD has only the length.
      try #require(body.count == length || body.isEmpty, "\(transcript)")
      rest = rest.dropFirst(body.count)
    } else if fields.contains(where: { $0.name == "transfer-encoding" }) {
      body = try chunks(&rest)
    }
    return WireAnswer(version: String(start[0]), status: status, fields: fields, body: body)
  }

  private static func chunks(_ rest: inout ArraySlice<UInt8>) throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let end = try #require(rest.firstRange(of: Array("\r\n".utf8)))
      let size = try #require(Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16))
      rest = rest[end.upperBound...]
      body += rest.prefix(size)
      rest = rest.dropFirst(size + 2)
      if size == 0 { return body }
    }
  }
}
