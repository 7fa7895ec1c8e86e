import NIOSSL
import Testing
import TollgateCore
import TollgateUpstream

/// A policy for tests: this machine is allowed.
func loopbackPolicy() -> AddressPolicy {
  var policy = AddressPolicy()
  policy.allowsLoopback = true
  return policy
}

/// A downloader, shut down afterwards. Its deadlines are for a machine that does much else as well.
func withDownloader<Result>(
  policy: AddressPolicy = loopbackPolicy(), resolver: (any HostResolver)? = nil, trusting root: NIOSSLCertificate? = nil,
  configure: (inout FileDownloader.Configuration) -> Void = { _ in }, _ body: (FileDownloader) async throws -> Result
) async throws -> Result {
  var configuration = FileDownloader.Configuration(policy: policy)
  configuration.connectTimeout = .seconds(20)
  configuration.headTimeout = .seconds(60)
  if let root { configuration.tls.trustRoots = .certificates([root]) }
  configure(&configuration)
  let downloader = FileDownloader(configuration: configuration, resolver: resolver)
  do {
    let result = try await body(downloader)
    await downloader.shutdown()
    return result
  } catch {
    await downloader.shutdown()
    throw error
  }
}

/// A poster, shut down afterwards.
func withPoster<Result>(
  policy: AddressPolicy = loopbackPolicy(), resolver: (any HostResolver)? = nil, clock: any TimeSource = SystemTimeSource(),
  trusting root: NIOSSLCertificate? = nil, timeout: Duration = .seconds(60), _ body: (CallbackPoster) async throws -> Result
) async throws -> Result {
  var configuration = CallbackPoster.Configuration(policy: policy)
  configuration.timeout = timeout
  configuration.version = "1.2.3"
  if let root { configuration.tls.trustRoots = .certificates([root]) }
  let poster = CallbackPoster(configuration: configuration, clock: clock, resolver: resolver)
  do {
    let result = try await body(poster)
    await poster.shutdown()
    return result
  } catch {
    await poster.shutdown()
    throw error
  }
}

/// A callback's try as the courier makes it.
func post(to url: String, body: String = "{}") -> CallbackPost {
  CallbackPost(url: url, sender: "alice", headers: [.init("webhook-id", "msg_1")], body: Array(body.utf8))
}
