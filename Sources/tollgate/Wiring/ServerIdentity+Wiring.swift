import TollgateConfiguration
import TollgateCore
import TollgateServer

extension ServerIdentity {
  /// The certificate that a configuration names.
  ///
  /// - Returns: `nil` where it names none.
  /// - Throws: why it cannot be used: with the setting, the file and the remedy.
  static func of(_ configuration: GatewayConfiguration, at now: Timestamp) throws(CommandFailure) -> ServerIdentity? {
    guard let files = configuration.certificateFiles else { return nil }
    do {
      return try ServerIdentity(files, at: now)
    } catch {
      throw CommandFailure(error, in: configuration)
    }
  }
}

extension CommandFailure {
  /// Why a certificate cannot be used, with the place where it is named.
  init(_ error: CertificateError, in configuration: GatewayConfiguration) {
    let setting = "server.tls.\(error.part.rawValue)"
    self.init(.configuration, "\(configuration.origin(of: setting)): \(setting): \(error)")
  }
}
