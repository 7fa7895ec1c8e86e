import TollgateCore

/// What memory is asked about a create: all that decides whether it is a hit, except the state of the world.
struct CacheQuestion: Sendable {
  let caller: Caller
  /// What is asked for, for the statistics.
  let model: String
  let slot: Slot
  let policy: CachePolicy
  /// Anything the caller should know, whatever the answer is.
  var notices: [String]
}
