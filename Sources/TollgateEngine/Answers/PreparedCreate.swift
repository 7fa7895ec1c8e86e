import TollgateCore

/// A create that has been read, checked and normalised: everything that decides about it except the state of the world.
package struct PreparedCreate: Sendable {
  package let caller: Caller
  let request: CreateRequest
  let slot: Slot
  let policy: CachePolicy
  let notices: [String]
}
