import TollgateConfiguration

/// Who may use the gateway: it does not start where strangers could spend its owner's money.
enum AccessRules {
  /// - Parameters:
  ///   - configuration: the listener, the declared keys and the upstream's key.
  ///   - hasStoredKeys: whether a key was ever created or declared before, also a revoked one.
  /// - Throws: a sentence that names the place and the remedy.
  static func check(_ configuration: GatewayConfiguration, hasStoredKeys: Bool) throws(CommandFailure) {
    let isKeyed = hasStoredKeys || !configuration.keys.isEmpty
    let listen = configuration.server.listen
    if !isKeyed, !listen.isLoopback {
      throw CommandFailure(
        .configuration,
        "\(place(of: "server.listen", configuration))server.listen is \(listen), which other machines may reach, and there is "
          + "no key, so anybody could buy; create one with \(Surroundings.current.keysCreate)"
          + (Surroundings.current == .container ? "." : ", or listen on 127.0.0.1:\(listen.port ?? 8080).")
      )
    }
    if !isKeyed, !configuration.server.trustedProxies.isEmpty {
      throw CommandFailure(
        .configuration,
        "\(place(of: "server.trusted_proxies", configuration))server.trusted_proxies names proxies, through which others than "
          + "this machine come, and there is no key, so anybody could buy; create one with \(Surroundings.current.keysCreate), or "
          + "take the proxies out.")
    }
    if isKeyed, configuration.upstream.apiKey == nil {
      throw CommandFailure(
        .configuration,
        "\(place(of: "upstream.api_key", configuration))upstream.api_key is empty, and with keys the gateway buys with a "
          + "ShortAPI key of its own; set the environment variable SHORTAPI_KEY.")
    }
  }

  /// Where a setting was made, to begin a sentence with; nothing where it has its default.
  private static func place(of setting: String, _ configuration: GatewayConfiguration) -> String {
    let origin = configuration.origin(of: setting)
    return origin == .builtIn ? "" : "\(origin): "
  }
}
