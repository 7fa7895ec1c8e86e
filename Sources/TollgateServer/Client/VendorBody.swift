import TollgateCore

/// The vendor's JSON bodies.
enum VendorBody {
  /// `{"code":0,"data":{"amount":"0.04","job_id":"…"}}`
  static func created(jobID: String, amount: Money) -> [UInt8] {
    // Both are digits, that need no escape.
    Array("\(createdFrame.start)\(amount)\(createdFrame.middle)\(jobID)\(createdFrame.end)".utf8)
  }

  /// What stands around the amount and the job's id.
  static let createdFrame: (start: StaticString, middle: StaticString, end: StaticString) =
    (#"{"code":0,"data":{"amount":""#, #"","job_id":""#, #""}}"#)

  /// `{"code":0,"data":{…the job's record…}}`
  static func success(_ data: JSONObject) -> [UInt8] {
    CanonicalJSON.encode(.object(["code": 0, "data": .object(data)]))
  }

  /// `{"code":0,"data":{…the job's record…}}`, of a record that is canonical JSON.
  static func success(record: [UInt8]) -> [UInt8] {
    Array(recordFrame.start.description.utf8) + record + Array(recordFrame.end.description.utf8)
  }

  /// What stands around the record.
  static let recordFrame: (start: StaticString, end: StaticString) = (#"{"code":0,"data":"#, "}")

  /// `{"code":40000,"info":"…","message":"…"}`: programs read one or the other.
  static func failure(code: Int64, _ sentence: String) -> [UInt8] {
    let text = JSONValue.text(sentence)
    return CanonicalJSON.encode(.object(["code": .number(JSONNumber(code)), "info": text, "message": text]))
  }
}
