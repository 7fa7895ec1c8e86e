import NIOConcurrencyHelpers
import TollgateCore

/// Receivers that do what a test says, and remember what was posted to them.
final class ScriptedReceiver: CallbackTransport {
  typealias Script = @Sendable (_ post: CallbackPost, _ number: Int) async -> CallbackOutcome

  private struct State {
    var posts: [CallbackPost] = []
    var script: Script
  }

  private let state: NIOLockedValueBox<State>

  /// Takes everything, unless told otherwise.
  init(_ script: @escaping Script = { _, _ in .delivered(status: 200) }) {
    state = NIOLockedValueBox(State(script: script))
  }

  var posts: [CallbackPost] { state.withLockedValue(\.posts) }

  func onPost(_ script: @escaping Script) { state.withLockedValue { $0.script = script } }

  func post(_ post: CallbackPost) async -> CallbackOutcome {
    let (script, number) = state.withLockedValue { state in
      state.posts.append(post)
      return (state.script, state.posts.count)
    }
    return await script(post, number)
  }
}

extension CallbackPost {
  /// The job's record.
  var record: JSONObject? { (try? CanonicalJSON.parse(body))?.object }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
