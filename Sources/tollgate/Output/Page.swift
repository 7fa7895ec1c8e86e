/// What a command has to show for people: the result, and remarks about it.
struct Page: Sendable, Equatable {
  /// Lines for standard output; empty where there is nothing.
  var result = ""
  /// What is said about it, each in a line of its own.
  var remarks: [String] = []

  /// Writes it.
  ///
  /// - Returns: whether somebody reads standard output still.
  @discardableResult
  func write() -> Bool {
    let isRead = result.isEmpty || Console.result(result)
    for remark in remarks { Console.remark(remark) }
    return isRead
  }
}
