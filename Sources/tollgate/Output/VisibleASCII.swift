extension StringProtocol {
  /// Whether it has nothing in it but ASCII's visible characters, so that it can stand in a field of a request, and a terminal
  /// shows it as it is.
  var isVisibleASCII: Bool { utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}
