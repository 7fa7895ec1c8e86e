import Testing
import TollgateCore

/// The canonical text of a document; `nil` where it is refused.
func canonicalText(_ text: String) -> String? { canonicalText(Array(text.utf8)) }

/// The canonical text of a document; `nil` where it is refused. ``CanonicalScanner`` has to agree.
func canonicalText(_ bytes: [UInt8]) -> String? {
  expectScannerAgrees(bytes)
  guard let value = try? CanonicalJSON.parse(bytes) else { return nil }
  return String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
}

/// The error of a document; `nil` where it is accepted.
func syntaxError(_ bytes: [UInt8]) -> JSONSyntaxError? {
  expectScannerAgrees(bytes)
  do throws(JSONSyntaxError) {
    _ = try CanonicalJSON.parse(bytes)
    return nil
  } catch {
    return error
  }
}

/// The object of a document that is known to be one.
func object(_ text: String) throws -> JSONObject {
  try #require(try CanonicalJSON.parse(Array(text.utf8)).object)
}
