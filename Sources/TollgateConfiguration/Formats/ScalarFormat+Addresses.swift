import TollgateCore

extension ScalarFormat<ListenAddress> {
  /// A host and a port to listen on, or a Unix socket.
  static var listenAddress: ScalarFormat {
    ScalarFormat(
      expectation:
        "a host and a port from 1 to 65535, such as 127.0.0.1:8080, [::1]:8080, or 0.0.0.0:8080 for every interface; "
        + "or unix: and the absolute path of a socket, at most \(SocketPath.longest) bytes long",
      parse: { ListenAddress($0) },
      spell: { YAMLText.scalar($0.description) },
      hint: { text in
        if text.hasPrefix("/"), ListenAddress("unix:" + text) != nil { return "; did you mean \(quote("unix:" + text))?" }
        let port = text.hasPrefix(":") ? String(text.dropFirst()) : text
        return ListenAddress("127.0.0.1:" + port).map { "; did you mean \(quote($0.description))?" }
      })
  }
}

extension ScalarFormat<HTTPAddress> {
  /// Where the upstream is. Programs keep its address with and without the API's own prefix, so both are taken.
  static var baseURL: ScalarFormat {
    ScalarFormat(
      expectation: "an http or https URL without user, query and fragment, such as https://api.shortapi.ai",
      parse: { text in HTTPAddress(text)?.droppingFromPath("/api/v1") },
      spell: { YAMLText.scalar($0.description) })
  }
}

extension ScalarFormat<HTTPAddress?> {
  /// Scheme, host and port under which clients reach the gateway.
  static var publicURL: ScalarFormat {
    ScalarFormat(
      expectation:
        "an http or https URL without a path, such as https://gateway.example.com, or null for none",
      parse: { text in
        if text.isEmpty { return .some(nil) }
        guard let address = HTTPAddress(text), address.path.isEmpty else { return nil }
        return .some(address)
      },
      spell: { $0.map { YAMLText.scalar($0.description) } ?? "null" },
      null: .some(nil))
  }
}

extension ScalarFormat<TrustedProxy> {
  /// An address, a network, or `unix`.
  static var trustedProxy: ScalarFormat {
    ScalarFormat(
      expectation: "an address such as 10.0.0.7, a network such as 10.0.0.0/8 or fd00::/8, or unix",
      parse: { TrustedProxy($0) },
      spell: { YAMLText.scalar($0.description) },
      hint: { text in TrustedProxy.network(meantBy: text).map { "; did you mean \(quote($0.description))?" } })
  }
}
