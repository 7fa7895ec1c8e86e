import TollgateCore

/// Who asks the administration.
enum AdministrationRole: Sendable, Equatable {
  /// Whoever has the admin token or can open the data folder's socket; in open mode any program on this machine.
  case administrator
  /// A key with its own token, by its name. It reads what is its own, and changes nothing.
  case key(String)

  /// The name of the key, where it is one.
  var keyName: String? {
    if case .key(let name) = self { name } else { nil }
  }
}
