/// Where a generation stands in its life.
///
/// ```
///  ┌─ postponed ─┐
///  ▼             │
/// held ──▶ submitting ──▶ running ──▶ succeeded
///   │         │   │          │  └───▶ failed
///   ▼         │   ▼          └──────▶ stalled ──▶ succeeded | failed | running (asked about under another job id)
/// released ◀──┤ unknown ──▶ running | failed | released
///             └─▶ rejected
/// ```
///
/// Postponed is no state: a create that the upstream refused for certain, to be sent again later, is `held` again.
package enum GenerationState: String, Sendable, Codable, CaseIterable {
  /// The money is reserved; nothing was sent.
  case held
  /// The create may be on its way: bytes may leave the process from here on.
  case submitting
  /// The upstream accepted the create and works on it.
  case running
  /// The upstream delivered.
  case succeeded
  /// The upstream gave up, or a person wrote the charge off.
  case failed
  /// It ran longer than the gateway polls; asked hourly for a late success.
  case stalled
  /// The create may or may not have reached the upstream. The hold stays.
  case unknown
  /// The upstream said no. The hold was released.
  case rejected
  /// Nothing was sent. The hold was released.
  case released

  /// Whether the generation is still being made, or may be.
  package var isLive: Bool {
    switch self {
    case .held, .submitting, .running, .stalled, .unknown: true
    case .succeeded, .failed, .rejected, .released: false
    }
  }

  /// Whether the create's own fate (bought, refused or unknown) is known.
  package var isDecided: Bool { self != .held && self != .submitting }
}

// A dictionary by states is an object in JSON.
extension GenerationState: CodingKeyRepresentable {}
