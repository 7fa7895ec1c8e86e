import TollgateCore

/// A bought generation on its way upstream.
struct Purchase: Sendable {
  let generation: Generation
  /// What is sent, byte for byte what was hashed.
  let normalisedBody: [UInt8]
  let credential: Secret
  /// Whether it was bought although the cache could be used, so that nothing finished is in its slot.
  let isPlain: Bool
}
