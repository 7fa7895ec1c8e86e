import HTTPTypes
import Testing
import TollgateCore

/// An HTTP answer as it came over the socket.
struct Reply: Sendable {
  let status: Int
  let headers: HTTPFields
  let bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var json: JSONValue { get throws { try CanonicalJSON.parse(bytes) } }

  /// The envelope's code.
  var code: Int64? { try? json["code"]?.number?.int64 }
  /// The envelope's data.
  var data: JSONValue { get throws { try #require(try json["data"], "\(text)") } }
  /// A create's job id.
  var jobID: String { get throws { try #require(try data["job_id"]?.string, "\(text)") } }

  /// The value of a header, spelled in any case; `nil` where there is none.
  subscript(header: String) -> String? { HTTPField.Name(header).flatMap { headers[$0] } }

  /// Checks an error's whole form: the vendor's envelope, one sentence, JSON.
  func expectError(_ status: Int, _ code: Int64, _ what: @autoclosure () -> String = "") {
    #expect(self.status == status, "\(what()) \(text)")
    #expect(self.code == code, "\(what()) \(text)")
    #expect(self["Content-Type"] == "application/json", "\(what())")
    guard let members = try? json.object?.members.map(\.name.text) else {
      Issue.record("no JSON object: \(what()) \(text)")
      return
    }
    #expect(members == ["code", "info", "message"], "\(what())")
    let info = try? json["info"]?.string
    #expect(info?.isEmpty == false, "\(what())")
    let message = try? json["message"]?.string
    #expect(info == message, "\(what())")
  }
}
