/// The `User-Agent` header.
enum UserAgent {
  /// `tollgate/1.2.3`, or `tollgate` alone without a version. Characters that have no place in it are left out.
  static func text(version: String?) -> String {
    let kept = (version ?? "").unicodeScalars.filter {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-+_".unicodeScalars.contains($0))
    }
    return kept.isEmpty ? "tollgate" : "tollgate/" + String(String.UnicodeScalarView(kept))
  }
}
