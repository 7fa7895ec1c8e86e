import NIOConcurrencyHelpers
import TollgateCore

/// Writes a download into a draft, and knows where a cut one goes on.
final class DraftSink: FileSink {
  private struct State {
    var count: Int64 = 0
    var validator: String?
  }

  private let draft: any BlobDraft
  private let state = NIOLockedValueBox(State())

  init(_ draft: any BlobDraft) { self.draft = draft }

  /// The next download of the same link, which goes on where the last one was cut, if the file is still the same.
  func request(_ url: String, limit: Int64) -> FileRequest {
    let (count, validator) = state.withLockedValue { ($0.count, $0.validator) }
    guard let validator, count > 0 else { return FileRequest(url: url, limit: limit) }
    return FileRequest(url: url, limit: limit, offset: count, validator: validator)
  }

  /// Forgets what an earlier link brought.
  func restart() async throws(BlobError) { try await begin(at: 0, validator: nil) }

  func begin(at offset: Int64, validator: String?) async throws(BlobError) {
    let count = state.withLockedValue { $0.count }
    guard offset == 0 || offset == count else { throw .failed("the download goes on at byte \(offset) instead of \(count)") }
    if offset == 0, count > 0 { try await draft.restart() }
    state.withLockedValue { $0 = State(count: offset, validator: validator) }
  }

  func append(_ bytes: [UInt8]) async throws(BlobError) {
    try await draft.append(bytes)
    state.withLockedValue { $0.count += Int64(bytes.count) }
  }
}
