import HTTPTypes

// What is said about the files of links.
extension ErrorAnswer {
  static let fileUnreadable = ErrorAnswer(
    status: 503, code: 50300,
    "The file cannot be read at the moment; try again, and if it stays so look into the gateway's log.",
    headers: [.retryAfter: "2"])

  static let tooManyFiles = ErrorAnswer(
    status: 503, code: 50300, "No further file can be sent at the moment, since so many are; try again.",
    headers: [.retryAfter: "2"])

  static let otherFile = ErrorAnswer(
    status: 412, code: 41200,
    "The tags in If-Match are those of other files: a link's file never changes. Ask without If-Match, or for the other link.")

  static func outsideFile(size: Int64) -> ErrorAnswer {
    ErrorAnswer(
      status: 416, code: 41600, "The file has \(size) bytes, and none of those that Range asks for.",
      headers: [.contentRange: "bytes */\(size)"])
  }
}
