import HTTPTypes

extension HTTPRequest {
  private static let marks = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"].compactMap { HTTPField.Name($0) }

  /// Whether a proxy passed it on, as far as the proxy says so. By default many name this machine as the `Host`, whoever asks them.
  var isForwarded: Bool { Self.marks.contains { headerFields.contains($0) } }
}
