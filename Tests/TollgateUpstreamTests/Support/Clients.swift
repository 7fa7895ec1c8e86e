import NIOSSL
import Testing
import TollgateCore
import TollgateUpstream

let testKey = Secret("ak-canary-0123456789abcdef")

/// A client for a server on loopback, shut down afterwards. Its deadlines are for a machine that does much else as well.
func withClient<Result>(
  port: Int, scheme: String = "http", host: String = "127.0.0.1", timeout: Duration = .seconds(60),
  trusting root: NIOSSLCertificate? = nil, configure: (inout ShortAPIClient.Configuration) -> Void = { _ in },
  _ body: (ShortAPIClient) async throws -> Result
) async throws -> Result {
  var configuration = ShortAPIClient.Configuration(baseURL: try #require(HTTPAddress("\(scheme)://\(host):\(port)")))
  configuration.connectTimeout = .seconds(20)
  configuration.requestTimeout = timeout
  if let root { configuration.tls.trustRoots = .certificates([root]) }
  configure(&configuration)
  return try await ShortAPIClient.withClient(configuration: configuration, body)
}

/// An HTTP answer with a length.
func http(_ status: String, _ body: String, headers: String = "") -> String {
  "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
}

let acceptedBody = #"{"code":0,"data":{"amount":"0.02","job_id":"69cac2e5b066fa83d0420890"}}"#
let accepted = CreateOutcome.accepted(
  upstreamID: "69cac2e5b066fa83d0420890", charge: .stated(Money(nanodollars: 20_000_000)))

/// The five classes, without their details.
enum CreateClass: Sendable {
  case accepted, rejected, credentialRefused, notSent, unknown
}

extension CreateOutcome {
  var kind: CreateClass {
    switch self {
    case .accepted: .accepted
    case .rejected: .rejected
    case .credentialRefused: .credentialRefused
    case .notSent: .notSent
    case .unknown: .unknown
    }
  }

  var reason: String? {
    switch self {
    case .notSent(let reason), .unknown(let reason): reason
    default: nil
    }
  }
}

extension QueryOutcome {
  var record: UpstreamRecord? {
    if case .record(let record) = self { record } else { nil }
  }

  var reason: String? {
    if case .unusable(let reason, _) = self { reason } else { nil }
  }
}
