import NIOConcurrencyHelpers
import NIOSSL

/// What TLS trusts, read from the machine when it is needed first.
struct TLSContext: Sendable {
  private let configuration: TLSConfiguration
  private let made = NIOLockedValueBox<NIOSSLContext?>(nil)

  init(_ configuration: TLSConfiguration) { self.configuration = configuration }

  func context() throws(OutboundFailure) -> NIOSSLContext {
    do {
      return try made.withLockedValue { made in
        if let made { return made }
        var configuration = configuration
        configuration.applicationProtocols = ["http/1.1"]
        let context = try NIOSSLContext(configuration: configuration)
        made = context
        return context
      }
    } catch {
      throw .notSecure
    }
  }
}
