import HTTPTypes
import TollgateCore

/// The header fields of kept files.
enum AssetFields {
  /// What keeps a file from acting in the gateway's name, whatever it is: nothing in it may run or load, and its type is not
  /// guessed. Pages of other sites may link to it, and not embed it.
  static let guarding: HTTPFields = [
    .xContentTypeOptions: "nosniff",
    .contentSecurityPolicy: "default-src 'none'; sandbox",
    .crossOriginResourcePolicy: "same-site",
    .referrerPolicy: "no-referrer",
  ]

  /// A browser that opens a film or a sound makes a page of its own around it, which asks for the file once more: it may load
  /// that, as itself, and still nothing runs.
  private static let playing = "default-src 'none'; media-src 'self'; sandbox allow-same-origin"

  /// What is true of a file whether it is sent or not.
  static func known(_ blob: Blob, tag: String) -> HTTPFields {
    var fields = guarding
    if blob.type.isPlayed { fields[.contentSecurityPolicy] = playing }
    fields[.eTag] = tag
    fields[.cacheControl] = "public, max-age=31536000, immutable"
    return fields
  }

  static func whole(_ blob: Blob, name: AssetName, tag: String) -> HTTPFields {
    var fields = known(blob, tag: tag)
    fields[.acceptRanges] = "bytes"
    fields[.contentType] = blob.type.rawValue
    let disposition = blob.type.isShownInline ? "inline" : "attachment"
    fields[.contentDisposition] = "\(disposition); filename=\"\(name.completed(for: blob.type))\""
    return fields
  }
}
