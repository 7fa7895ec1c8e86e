import HTTPTypes

/// The cookie of a session: only the console gets it, no script reads it, and no other site's request brings it.
enum ConsoleCookie {
  private static let name = "tollgate_session"
  private static let attributes = "; Path=/-/console; HttpOnly; SameSite=Strict"

  /// What makes a browser forget it.
  static let expired = "\(name)=\(attributes); Max-Age=0"

  /// What makes a browser keep it.
  static func field(_ value: String, isSecure: Bool) -> String {
    "\(name)=\(value)\(attributes); Max-Age=\(ConsoleSessions.lifetime.components.seconds)" + (isSecure ? "; Secure" : "")
  }

  /// What a request's cookie says; `nil` where it has none.
  static func value(in fields: HTTPFields) -> String? {
    for field in fields[values: .cookie] {
      for pair in field.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        if parts.count == 2, parts[0].drop(while: { $0 == " " }) == name { return String(parts[1]) }
      }
    }
    return nil
  }
}
