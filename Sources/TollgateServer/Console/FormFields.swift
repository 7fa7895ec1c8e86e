import Foundation

/// The fields of a form, or the parameters of an address: `name=value&…` as browsers write it. Of a name that comes twice the
/// first counts.
struct FormFields {
  private var values: [String: String] = [:]

  /// No fields.
  init() {}

  /// Reads them. What is no text has no value.
  init(_ text: String) {
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), values[name] == nil else { continue }
      values[name] = parts.count == 2 ? Self.decoded(parts[1]) : ""
    }
  }

  /// The value as it was entered; `nil` where there is none.
  subscript(name: String) -> String? { values[name] }

  /// The value without the white space around it; `nil` where nothing was entered.
  func entry(_ name: String) -> String? {
    guard let text = values[name]?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
    return text
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }
}
