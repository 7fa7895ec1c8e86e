import NIOConcurrencyHelpers
import TollgateCore

/// Keeps what is downloaded, and what was said of it.
final class MemorySink: FileSink {
  private struct State {
    var bytes: [UInt8] = []
    var begun: [Int64] = []
    var validators: [String?] = []
  }

  private let state = NIOLockedValueBox(State())
  private let room: Int

  /// - Parameter room: how many bytes fit into it.
  init(room: Int = .max) { self.room = room }

  var bytes: [UInt8] { state.withLockedValue { $0.bytes } }
  /// The offset of each beginning.
  var begun: [Int64] { state.withLockedValue { $0.begun } }
  var validators: [String?] { state.withLockedValue { $0.validators } }

  func begin(at offset: Int64, validator: String?) async throws(BlobError) {
    state.withLockedValue { state in
      state.bytes.removeLast(state.bytes.count - Int(offset))
      state.begun.append(offset)
      state.validators.append(validator)
    }
  }

  func append(_ bytes: [UInt8]) async throws(BlobError) {
    let fits = state.withLockedValue { state in
      state.bytes += bytes
      return state.bytes.count <= room
    }
    if !fits { throw .noRoom }
  }
}
