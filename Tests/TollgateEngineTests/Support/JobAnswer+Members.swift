import TollgateCore
import TollgateEngine

extension JobAnswer {
  /// A member of the record.
  subscript(_ name: String) -> JSONValue? { object?[name] }

  /// The record, read again.
  var object: JSONObject? { (try? CanonicalJSON.parse(record))?.object }
}
