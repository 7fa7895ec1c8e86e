import NIOCore
import TollgateCore

/// What all connections of a server share.
struct ConnectionEnvironment: Sendable {
  let limits: ConnectionLimits
  let decoderLimits: DecoderLimits
  /// The largest body that the main lane takes.
  let bodyLimit: Int
  /// Who is asked before the main lane; `nil` for nobody.
  let answerer: (any InstantAnswering)?
  /// `nil` where connections are not counted.
  let perAddress: ConnectionsPerAddress?
  /// How long after its answers it is looked at whether a client takes them.
  let answersLook: TimeAmount
  /// Room for bodies that are collected for the answerer.
  let collected: BodyBudget
  let transport: ConnectionTransport

  init(
    limits: ConnectionLimits, headerLimit: ByteCount, bodyLimit: ByteCount, answerer: (any InstantAnswering)? = nil,
    transport: ConnectionTransport = ConnectionTransport()
  ) {
    self.limits = limits
    self.transport = transport
    decoderLimits = DecoderLimits(
      target: limits.target, field: min(limits.field, headerLimit.bytes), headers: headerLimit.bytes, fields: limits.fields,
      requiresHost: limits.requiresHost)
    self.bodyLimit = bodyLimit.bytes
    self.answerer = answerer
    perAddress = limits.perAddress.map { ConnectionsPerAddress(limit: $0) }
    answersLook = TimeAmount(min(ConnectionLimits.answersLook, limits.stallTime))
    collected = BodyBudget(limit: ByteCount(bytes: ConnectionLimits.collectedBodies))
  }
}
