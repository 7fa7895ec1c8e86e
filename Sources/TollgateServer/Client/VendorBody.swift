import TollgateCore

/// The vendor's JSON bodies.
enum VendorBody {
  /// `{"code":0,"data":{"amount":"0.04","job_id":"…"}}`
  static func created(jobID: String, amount: Money) -> [UInt8] {
    success([
      "amount": .text(amount.description),
      "job_id": .text(jobID),
    ])
  }

  /// `{"code":0,"data":{…the job's record…}}`
  static func success(_ data: JSONObject) -> [UInt8] {
    CanonicalJSON.encode(.object(["code": 0, "data": .object(data)]))
  }

  /// `{"code":0,"data":{…the job's record…}}`, of a record that is canonical JSON.
  static func success(record: [UInt8]) -> [UInt8] { Array(#"{"code":0,"data":"#.utf8) + record + [UInt8(ascii: "}")] }

  /// `{"code":40000,"info":"…","message":"…"}`: programs read one or the other.
  static func failure(code: Int64, _ sentence: String) -> [UInt8] {
    let text = JSONValue.text(sentence)
    return CanonicalJSON.encode(.object(["code": .number(JSONNumber(code)), "info": text, "message": text]))
  }
}
