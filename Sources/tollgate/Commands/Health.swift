import ArgumentParser
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import TollgateConfiguration

struct Health: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say whether the gateway serves its clients, for health checks.",
    discussion: """
      It asks the gateway of this machine at server.listen, encrypted or not, as a client would. The exit code is 0 where it is \
      ready, 1 where it is stopping or its database cannot be written, and 69 where it does not answer within three seconds.

        tollgate health && echo ready
      """)

  private static let deadline: TimeAmount = .seconds(3)
  /// Of an answer, which is a line.
  private static let mostBytes = 4096

  @OptionGroup var source: ConfigurationOption
  @OptionGroup var here: HereOnly

  func run() async throws {
    let configuration = try source.load()
    var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
    settings.httpVersion = .http1Only
    // It is this machine that is asked, by an address that no certificate is for; nothing is told that is worth anything.
    settings.tlsConfiguration = .makeClientConfiguration()
    settings.tlsConfiguration?.certificateVerification = .none
    // Of the whole until the head has come, and then of each piece.
    settings.timeout = .init(connect: Self.deadline, read: Self.deadline)
    settings.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    let result: Result<(status: UInt, body: String), any Error>
    do {
      var request = HTTPClientRequest(url: configuration.healthURL)
      // A socket has no name of its own.
      request.headers.add(name: "Host", value: "localhost")
      let response = try await client.execute(request, timeout: Self.deadline)
      let body = try await response.body.collect(upTo: Self.mostBytes)
      result = .success((response.status.code, String(buffer: body)))
    } catch {
      result = .failure(error)
    }
    try? await client.shutdown()
    switch result {
    case .success((200, _)): Console.result("ready")
    case .success(let answer):
      throw CommandFailure(
        .failure, "The gateway at \(configuration.server.listen) is not ready: it answers \(answer.status), \(answer.body).")
    case .failure:
      throw CommandFailure(
        .unavailable,
        "No gateway answers at \(configuration.server.listen); start it with tollgate serve, or look at its log.")
    }
  }
}
