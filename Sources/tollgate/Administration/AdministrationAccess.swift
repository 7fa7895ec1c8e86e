import Foundation
import TollgateConfiguration
import TollgateCore

/// How a command reaches the gateway's administration.
struct AdministrationAccess: Sendable {
  /// Where the gateway is.
  enum Place: Sendable {
    /// The one of a data folder on this machine.
    case dataFolder(GatewayConfiguration)
    case network(RemoteGateway)
  }

  let place: Place

  /// The gateway's configuration; `nil` where it is elsewhere.
  var configuration: GatewayConfiguration? {
    if case .dataFolder(let configuration) = place { configuration } else { nil }
  }

  /// Whose midnights begin the days that are typed: the gateway's where it is known.
  var timeZone: TimeZone { configuration?.timeZone ?? .gmt }

  /// The largest create that is sent.
  var bodyLimit: ByteCount { configuration?.server.limits.body ?? GatewayConfiguration.Server.Limits().body }

  /// Runs `body` with the administration. `makesFolder` makes the data folder where there is none: only who has something to put
  /// into it does that.
  ///
  /// - Throws: ``CommandFailure`` in place of the administration's and the store's errors.
  func run<Result>(makesFolder: Bool = false, _ body: (any Administration) async throws -> Result) async throws -> Result {
    do {
      switch place {
      case .dataFolder(let configuration):
        return try await DataFolderAccess(configuration: configuration, makesFolder: makesFolder).run(body)
      case .network(let gateway):
        return try await AdministrationClient.withClient(of: gateway, body)
      }
    } catch let error as AdministrationError {
      throw CommandFailure(error)
    }
  }
}
