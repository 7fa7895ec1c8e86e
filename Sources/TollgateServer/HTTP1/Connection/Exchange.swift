/// A request that the main lane answers.
struct Exchange {
  let isHTTP10: Bool
  let isHead: Bool
  /// Whether the connection ends with the answer.
  var closes: Bool
  var isHeadWritten = false
  var isEnded = false
  /// Whether it is a file's bytes, whose sender has a patience of its own.
  var sendsFile = false
}
