import Mustache

/// How text stands in the console's markup, for swift-mustache.
///
/// By Unicode scalars: a browser ends a value at a quotation mark whatever is behind it, and Swift's characters take the mark and an
/// accent behind it for one of another kind.
struct ConsoleMarkup: MustacheContentType {
  /// What a template begins with, so that this holds for it: each has its own, also where one is part of another.
  static let declaration: String = {
    MustacheContentTypes.register(ConsoleMarkup(), named: "CONSOLE")
    return "{{% CONTENT_TYPE:CONSOLE}}"
  }()

  func escapeText(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
