import ArgumentParser
import Foundation
import TollgateConfiguration
import TollgateCore

/// Which gateway a command is about: the one of the data folder here, or one that is reached over the network.
struct AdministrationOptions: ParsableArguments {
  @OptionGroup var source: ConfigurationOption
  @OptionGroup(title: "Gateway elsewhere") var remote: RemoteOptions

  func validate() throws {
    if source.file != nil && remote.gateway != nil {
      throw ValidationError(
        "--config is about the gateway here and --gateway about one elsewhere; keep one of them.")
    }
    try remote.check()
  }

  /// The way to the administration. Its configuration is read only where the gateway is here.
  func access() throws -> AdministrationAccess {
    // What is typed is meant more than what the environment has for every command.
    let environment = source.file == nil ? ProcessInfo.processInfo.environment : [:]
    guard let gateway = try remote.chosen(environment: environment) else {
      return AdministrationAccess(place: .dataFolder(try source.load()))
    }
    return AdministrationAccess(place: .network(gateway))
  }
}

/// `--gateway URL` and what belongs to it.
struct RemoteOptions: ParsableArguments {
  /// The variable with the gateway's address.
  static let addressVariable = "TOLLGATE_GATEWAY"
  /// The variable with its token, the same from which the gateway itself takes it.
  static let tokenVariable = "TOLLGATE_ADMIN_TOKEN"

  @Option(
    help: ArgumentHelp(
      "The gateway's address, such as https://gateway.example.com, instead of the one here. ($\(Self.addressVariable))",
      valueName: "url"))
  var gateway: String?

  @Option(
    help: ArgumentHelp(
      "Its admin.token, or a key to read what is its own. Others on this machine can see what is written here: better is "
        + "$\(Self.tokenVariable) or --token-file.", valueName: "token"))
  var token: String?

  @Option(
    help: ArgumentHelp("A file whose first line is the token, or - for standard input.", valueName: "file"), completion: .file()
  )
  var tokenFile: String?

  @Option(
    help: ArgumentHelp("The certificates that vouch for the gateway's, as PEM, instead of the system's.", valueName: "file"),
    completion: .file(extensions: ["pem", "crt"]))
  var caFile: String?

  @Flag(help: "Send the token over http:// through a network, where others can read it.")
  var insecure = false

  /// Checks what can be checked without the environment.
  func check() throws {
    if token != nil && tokenFile != nil {
      throw ValidationError("--token and --token-file are two ways to give one token; keep one.")
    }
    if let gateway { _ = try RemoteGateway.address(gateway, allowsPlainText: insecure) }
  }

  /// The gateway that is meant; `nil` for the one here.
  ///
  /// - Throws: ``ArgumentParser/ValidationError`` where a part of it is wrong or has no use.
  func chosen(environment: [String: String]) throws -> RemoteGateway? {
    let ownVariable = environment[Self.addressVariable].flatMap { $0.isEmpty ? nil : $0 }
    guard let address = gateway ?? ownVariable else {
      if token != nil || tokenFile != nil || caFile != nil || insecure {
        throw ValidationError(
          "--token, --token-file, --ca-file and --insecure are for a gateway elsewhere; add its address with --gateway.")
      }
      return nil
    }
    let text = try token ?? tokenFile.map(TokenFile.read) ?? environment[Self.tokenVariable]
    return try RemoteGateway(
      address: RemoteGateway.address(address, allowsPlainText: insecure),
      token: text.flatMap { $0.isEmpty ? nil : $0 }.map(RemoteGateway.token), authorities: caFile)
  }
}

/// For commands that are about this machine alone.
struct HereOnly: ParsableArguments {
  @Option(help: .hidden) var gateway: String?

  func validate() throws {
    guard gateway == nil else {
      throw ValidationError("This command is about this machine; run it where the gateway is, without --gateway.")
    }
  }
}
