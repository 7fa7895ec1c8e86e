import NIOConcurrencyHelpers
import TollgateCore

/// A server of files that does what a test says, and remembers what it was asked for.
final class ScriptedFiles: FileSource {
  typealias Script = @Sendable (_ request: FileRequest, _ sink: any FileSink, _ number: Int) async -> FileOutcome

  private struct State {
    var requests: [FileRequest] = []
    var script: Script
  }

  private let state: NIOLockedValueBox<State>

  /// Has every file; its bytes are those of its link, unless told otherwise.
  init() {
    state = NIOLockedValueBox(
      State { request, sink, _ in await Self.deliver(Array(request.url.utf8), into: sink) })
  }

  func onDownload(_ script: @escaping Script) { state.withLockedValue { $0.script = script } }

  var requests: [FileRequest] { state.withLockedValue(\.requests) }

  func download(_ request: FileRequest, into sink: any FileSink) async -> FileOutcome {
    let (script, number) = state.withLockedValue { state in
      state.requests.append(request)
      return (state.script, state.requests.count)
    }
    return await script(request, sink, number)
  }

  /// Sends all of these bytes.
  static func deliver(
    _ bytes: [UInt8], from offset: Int64 = 0, validator: String? = nil, into sink: any FileSink
  ) async -> FileOutcome {
    do throws(BlobError) {
      try await sink.begin(at: offset, validator: validator)
      try await sink.append(bytes)
      return .complete
    } catch {
      return .notStored(error)
    }
  }
}
