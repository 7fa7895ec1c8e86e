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

  /// What is true of a file whether it is sent or not.
  static func known(tag: String) -> HTTPFields {
    var fields = guarding
    fields[.eTag] = tag
    fields[.cacheControl] = "public, max-age=31536000, immutable"
    return fields
  }

  static func whole(_ blob: Blob, name: AssetName, tag: String) -> HTTPFields {
    var fields = known(tag: tag)
    fields[.acceptRanges] = "bytes"
    fields[.contentType] = blob.type.rawValue
    let disposition = blob.type.isShownInline ? "inline" : "attachment"
    fields[.contentDisposition] = "\(disposition); filename=\"\(name.completed(for: blob.type))\""
    return fields
  }
}
