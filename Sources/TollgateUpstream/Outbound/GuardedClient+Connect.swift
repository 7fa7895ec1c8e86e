import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import TollgateCore

extension GuardedClient {
  /// Opens a connection to one of the addresses behind a URL.
  func connect(
    to url: OutboundURL, for lane: String, limits: PaceLimits
  ) async throws(OutboundFailure) -> GuardedConnection {
    let deadline = min(limits.head, .now() + TimeAmount(settings.connectTimeout))
    let addresses = try await checkedAddresses(of: url, for: lane, until: deadline).prefix(Self.maximumAttempts)
    for (index, address) in addresses.enumerated() {
      if Task.isCancelled { throw .cancelled }
      let left = deadline - .now()
      guard left > .zero else { break }
      let share = TimeAmount.nanoseconds(left.nanoseconds / Int64(addresses.count - index))
      do {
        return try await connect(to: address, of: url, within: share, limits: limits)
      } catch let failure as OutboundFailure {
        throw failure
      } catch {
        continue
      }
    }
    throw .notConnected
  }

  /// The addresses of a URL's host, all of which are allowed: one that is not condemns the others, since whoever answers for
  /// the name means no good.
  func checkedAddresses(
    of url: OutboundURL, for lane: String, until deadline: NIODeadline
  ) async throws(OutboundFailure) -> [IPAddress] {
    if let refusal = policy.refusal(of: url) { throw .refused(refusal) }
    let addresses: [IPAddress]
    switch url.host {
    case .address(let address): addresses = [address]
    case .name(let name):
      addresses = try await resolver.addresses(
        of: name, for: lane, within: .nanoseconds((deadline - .now()).nanoseconds))
    }
    for address in addresses {
      if let refusal = policy.refusal(of: address, for: url) { throw .refused(refusal) }
    }
    return addresses
  }

  private func connect(
    to address: IPAddress, of url: OutboundURL, within timeout: TimeAmount, limits: PaceLimits
  ) async throws -> GuardedConnection {
    let tls = url.isSecure ? try tls.context() : nil
    let identity = ServerIdentity(host: url.hostText)
    return try await ClientBootstrap(group: eventLoopGroup)
      .connectTimeout(timeout)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(to: try address.socketAddress(port: url.port)) { channel in
        channel.eventLoop.makeCompletedFuture {
          let verdict = NIOLockedValueBox<OutboundFailure?>(nil)
          let pace = Pace(limits: limits, verdict: verdict)
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(pace)
          try pipeline.addHandler(PeerCheck(address: address, port: url.port, verdict: verdict))
          if let tls { try pipeline.addHandler(identity.handler(tls, on: channel.eventLoop)) }
          try pipeline.addHTTPClientHandlers(leftOverBytesStrategy: .dropBytes, decoderLimitConfiguration: Self.headLimits)
          return GuardedConnection(
            parts: try NIOAsyncChannel(wrappingChannelSynchronously: channel), verdict: verdict,
            pace: NIOLoopBound(pace, eventLoop: channel.eventLoop))
        }
      }
  }

  private static let headLimits = {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = 16 << 10
    limits.maxHeaderListSize = 64 << 10
    return limits
  }()
}
