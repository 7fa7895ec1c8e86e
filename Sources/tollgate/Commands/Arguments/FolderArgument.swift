import Foundation

/// A folder that was named: a gateway has another working directory than whoever types.
enum FolderArgument {
  /// The whole path, without `.`, `..` and a slash at its end.
  static func whole(_ text: String) -> String {
    let path = URL(filePath: text).standardizedFileURL.path(percentEncoded: false)
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}
