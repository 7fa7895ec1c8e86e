import TollgateCore

/// A create that has been read, checked and normalised: everything that decides about it except the state of the world.
package struct PreparedCreate: Sendable {
  package let caller: Caller
  let request: CreateRequest
  let slot: Slot
  let policy: CachePolicy
  let notices: [String]
  /// Where the job's record is to be posted when it ends; `nil` for nowhere.
  let callback: Callback?
  /// The serial of the job's id, where it is taken before the decision: it is written down with it.
  var serial: Int64?

  /// A receiver that can be posted to.
  struct Callback: Sendable, Equatable {
    let url: String
    let host: String
    let baseURL: String?
  }
}
