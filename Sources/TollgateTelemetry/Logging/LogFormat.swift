/// How a line of the log is written.
package enum LogFormat: String, Sendable, CaseIterable {
  /// One JSON object per line, for machines.
  case json
  /// `time LEVEL message name=value`, for people.
  case text
}
