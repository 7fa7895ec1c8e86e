import Testing
import TollgateCore

/// Compares what the scanner makes of documents with what parser and writer make of them.
struct ScannerComparison: ~Copyable {
  private var scanner = CanonicalScanner()
  /// How many documents the scanner has brought to their canonical bytes.
  private(set) var read = 0

  /// What is wrong; `nil` where the scanner accepts exactly what the parser accepts, but for member names that need an escape,
  /// and has the same bytes.
  mutating func disagreement(_ bytes: [UInt8]) -> String? {
    let accepted = try? CanonicalJSON.parse(bytes)
    let expected = accepted.flatMap { $0.hasNameWithEscape ? nil : CanonicalJSON.encode($0) }
    let isRead = scanner.read(bytes.span)
    if isRead { read += 1 }
    guard isRead == (expected != nil) else { return isRead ? "the scanner accepts" : "the scanner does not know" }
    guard isRead, let expected, scanner.canonicalBytes != expected else { return nil }
    return String(decoding: scanner.canonicalBytes, as: UTF8.self)
  }

  /// Reports a disagreement about a document.
  ///
  /// - Returns: whether they agree.
  @discardableResult
  mutating func expectAgreement(_ bytes: [UInt8]) -> Bool {
    guard let disagreement = disagreement(bytes) else { return true }
    Issue.record(
      "\(disagreement): \(String(decoding: bytes.prefix(2000), as: UTF8.self)) \(bytes.count < 200 ? "\(bytes)" : "")")
    return false
  }
}

/// Reports where a scanner that has read nothing before does not agree with the parser.
func expectScannerAgrees(_ bytes: [UInt8]) {
  var comparison = ScannerComparison()
  comparison.expectAgreement(bytes)
}

extension JSONValue {
  /// Whether a member's name, at any depth, is not written as itself.
  var hasNameWithEscape: Bool {
    switch self {
    case .object(let object):
      object.members.contains { member in
        member.name.text.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } || member.value.hasNameWithEscape
      }
    case .array(let elements): elements.contains { $0.hasNameWithEscape }
    default: false
    }
  }
}
