import TollgateCore

/// A create for a terminal. Whatever the request says, a shell reads it as text: it stands in single quotes, out of which nothing
/// leads but a single quote, and curl takes it as it is.
struct CurlCommand {
  let text: String

  /// - Parameters:
  ///   - base: what the gateway is reached by.
  ///   - body: the request.
  ///   - variant: which further sample of it; empty for the first.
  init(base: String, body: String, variant: String = "") {
    let sample = variant.isEmpty ? [] : ["-H \(Self.quoted("Tollgate-Variant: " + variant))"]
    text =
      (["curl \(Self.quoted(base + "/api/v1/job/create"))", "-H \"Authorization: Bearer $TOLLGATE_KEY\""] + sample
      + ["-H 'Content-Type: application/json'", "--data-raw \(Self.quoted(body))"])
      .joined(separator: " \\\n  ")
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing(scalar: "'", with: #"'\''"#) + "'" }
}
