import Foundation
import TollgateConfiguration
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateStore

/// The administration of a data folder on this machine: through the running gateway's socket, or, where no process holds the
/// folder, by opening the store itself. There is no third way, so that nothing ever writes beside the gateway.
struct DataFolderAccess {
  /// How long a gateway that is starting or stopping, or another command, is waited for.
  private static let patience: Duration = .seconds(3)
  private static let pause: Duration = .milliseconds(100)

  let configuration: GatewayConfiguration
  /// Whether the data folder is made where there is none. Only who has something to put into it does that.
  let makesFolder: Bool

  private var folder: String { configuration.storage.path }

  /// Runs `body` with the administration.
  ///
  /// - Throws: ``CommandFailure`` in place of the store's errors.
  func run<Result>(_ body: (any Administration) async throws -> Result) async throws -> Result {
    guard makesFolder || FileManager.default.fileExists(atPath: folder) else { throw noFolder }
    do {
      return try await openOrAsk(body)
    } catch let error as StoreOpenError {
      throw CommandFailure(error)
    }
  }

  private func openOrAsk<Result>(_ body: (any Administration) async throws -> Result) async throws -> Result {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      let holder: Int32?
      do {
        return try await SQLiteStore.withStore(
          folder: folder,
          onMigration: { _ in
            Console.remark("The store is of an older version and is brought to that of this one, which may take minutes.")
          }
        ) { store in
          var administration = LocalAdministration(
            stoppedStore: store, blobs: try await BlobFolder.open(in: folder, of: store, mayBeMissing: true),
            catalogue: Catalogue.builtIn.overriding(configuration.modelRules), timeZone: configuration.timeZone)
          administration.declared.take(configuration)
          administration.backups = FolderBackup(store: store, dataFolder: folder)
          return try await body(administration)
        }
      } catch StoreOpenError.inUse(_, let process) {
        holder = process
      }
      if let result = try await ask(body) { return result }
      guard ContinuousClock.now < deadline else { throw silent(holder) }
      try await Task.sleep(for: Self.pause)
    }
  }

  /// - Returns: `nil` where no gateway answers on the socket.
  private func ask<Result>(_ body: (any Administration) async throws -> Result) async throws -> Result? {
    let socket = AdministrationSocket(dataFolder: folder)
    guard FileManager.default.fileExists(atPath: socket.path) else { return nil }
    return try await AdministrationClient.withClient(socketPath: socket.path) { client in
      guard await client.answers() else { return nil }
      return try await body(client)
    }
  }

  private var noFolder: CommandFailure {
    CommandFailure(
      .configuration,
      "There is no data folder \(folder) (storage.path, \(configuration.origin(of: "storage.path"))); start the gateway once, "
        + "or run this command in the gateway's working directory or with its --config.")
  }

  private func silent(_ holder: Int32?) -> CommandFailure {
    CommandFailure(
      .unavailable,
      "The data folder \(folder) is in use\(holder.map { " by process \($0)" } ?? ""), which does not answer on "
        + "\(AdministrationSocket(dataFolder: folder).link); if that is the gateway, look at its log and try again, else end "
        + "it."
    )
  }
}
