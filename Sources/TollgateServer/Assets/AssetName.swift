import TollgateCore

/// A file's name in its link: `<sha256>.<ext>`, or the SHA-256 alone. The extension is for people and their programs; what the
/// file is does not depend on it.
struct AssetName: Equatable {
  private static let longestExtension = 10

  let id: AssetID
  /// Letters and digits of ASCII, without the dot; `nil` where there is none.
  let fileExtension: String?

  /// `nil` where the text is anything else.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let id = AssetID(first) else { return nil }
    self.id = id
    fileExtension = parts.count > 1 ? String(parts[1]) : nil
    guard let fileExtension else { return }
    guard (1...Self.longestExtension).contains(fileExtension.utf8.count) else { return nil }
    guard fileExtension.utf8.allSatisfy({ $0.isLetterOrDigit }) else { return nil }
  }

  /// The name under which a browser saves a file of this type.
  func fileName(of type: MediaType) -> String { "\(id).\(fileExtension ?? type.fileExtension)" }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}
