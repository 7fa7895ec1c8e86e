import TollgateConfiguration
import TollgateCore
import TollgateEngine
import TollgateUpstream

extension GatewayConfiguration {
  /// Where callbacks may go.
  private var callbackPolicy: AddressPolicy {
    // A socket is mostly there for a proxy, whose clients are others.
    .forCallbacks(
      listeners: networkListeners, servesOthers: !server.trustedProxies.isEmpty || networkListeners.isEmpty,
      allowsPrivateAddresses: callbacks.allowPrivateAddresses)
  }

  /// Where the gateway listens on a network, as host and port.
  var networkListeners: [(host: String, port: Int)] {
    switch server.listen {
    case .network(let host, let port): [(host, port)]
    case .socket: []
    }
  }

  /// Who posts callbacks. It has to be shut down.
  func callbackPoster(version: String, clock: any TimeSource) -> CallbackPoster {
    var settings = CallbackPoster.Configuration(policy: callbackPolicy)
    settings.version = version
    return CallbackPoster(configuration: settings, clock: clock)
  }

  /// How clients are called back.
  func callbackDelivery(by transport: any CallbackTransport) -> CallbackDelivery {
    let policy = callbackPolicy
    return CallbackDelivery(transport: transport, declaredSecrets: callbackSecrets) { CallbackWish($0, policy: policy) }
  }
}
