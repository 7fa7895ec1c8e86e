import TollgateConfiguration
import TollgateCore

extension GatewayConfiguration {
  /// Where a program on this machine asks whether clients are served.
  var healthURL: String {
    let isSecure = certificateFiles != nil
    let path = "/-/health/ready"
    switch server.listen {
    case .network(let host, let port):
      // Whoever listens everywhere listens on this machine's own address too.
      let own = ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
      return (isSecure ? "https://" : "http://") + HostAndPort.join(own, port) + path
    case .socket(let socket):
      return (isSecure ? "https+unix://" : "http+unix://") + AdministrationEndpoint.escaped(socket) + path
    }
  }
}
