import TollgateCore

/// Who may use a gateway under test.
enum Access: Sendable {
  /// No keys, and `SHORTAPI_KEY` is set: all callers are one local user.
  case open
  /// No keys and no `SHORTAPI_KEY`: each bearer is a key of its own and is forwarded.
  case forwarding
  /// Keys of the configuration file, and `SHORTAPI_KEY` is set.
  case keyed([StoredKey])

  /// The gateway's own upstream key.
  static let upstreamKey = "ak-gateway"

  var keys: [StoredKey] {
    if case .keyed(let keys) = self { keys } else { [] }
  }

  var ownCredential: Secret? {
    if case .forwarding = self { nil } else { Secret(Self.upstreamKey) }
  }
}
