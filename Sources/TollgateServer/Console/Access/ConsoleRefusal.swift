import HTTPTypes

/// Why the console does not do what a request asks for.
struct ConsoleRefusal: Error {
  let status: HTTPResponse.Status
  let sentence: String

  static let foreignHost = ConsoleRefusal(
    status: .misdirectedRequest,
    sentence: """
      The console is not served under this name; use the address that the gateway listens on, or the one of \
      server.public_url.
      """)

  static let foreignOrigin = ConsoleRefusal(
    status: .forbidden, sentence: "This request came from another site; the console takes those of its own pages only.")

  static let forwarded = ConsoleRefusal(
    status: .forbidden,
    sentence: """
      This came through a proxy, and a console without a token lets in this machine only; set admin.token in gateway.yaml.
      """)

  static let staleForm = ConsoleRefusal(
    status: .forbidden, sentence: "This form is no longer valid, and nothing was done; open its page again and repeat it.")

  static let signedOut = ConsoleRefusal(
    status: .unauthorized, sentence: "You are signed out, and nothing was done; sign in and repeat it.")

  static let noForm = ConsoleRefusal(status: .unsupportedMediaType, sentence: "The console takes forms of its own pages only.")
  static let formTooLarge = ConsoleRefusal(status: .contentTooLarge, sentence: "This form is too large.")
  static let noSuchPage = ConsoleRefusal(status: .notFound, sentence: "There is no such page.")
  static let tooManyAttempts = ConsoleRefusal(
    status: .tooManyRequests, sentence: "Too many wrong tokens were tried just now; wait a moment and try again.")
}
