import NIOConcurrencyHelpers
package import TollgateCore

/// What the configuration file declares, and the program knows about itself and the file. A reload changes it.
package final class DeclaredFacts: Sendable {
  private struct State {
    var keys: [String: String] = [:]
    var teams: [String: String] = [:]
    var secrets: [String: SigningSecret] = [:]
    var program: ProgramFacts?
  }

  private let state = NIOLockedValueBox(State())

  package init() {}

  /// Where each key of the file is declared, such as `gateway.yaml:37`, by its name.
  package var keys: [String: String] {
    get { state.withLockedValue(\.keys) }
    set { state.withLockedValue { $0.keys = newValue } }
  }

  /// Where each team of the file is declared, by its name.
  package var teams: [String: String] {
    get { state.withLockedValue(\.teams) }
    set { state.withLockedValue { $0.teams = newValue } }
  }

  /// The callbacks' signing secrets of the file, by the names of their keys.
  package var secrets: [String: SigningSecret] {
    get { state.withLockedValue(\.secrets) }
    set { state.withLockedValue { $0.secrets = newValue } }
  }

  /// What the program knows about itself and its file; `nil` where nobody has said so.
  package var program: ProgramFacts? {
    get { state.withLockedValue(\.program) }
    set { state.withLockedValue { $0.program = newValue } }
  }
}
