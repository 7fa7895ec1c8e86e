import NIOConcurrencyHelpers
import TollgateCore
import TollgateTestSupport

/// An upstream that does what a test says, and remembers what it was sent.
final class ScriptedUpstream: UpstreamAPI {
  typealias CreateScript = @Sendable (_ body: [UInt8], _ number: Int) async -> CreateOutcome
  typealias QueryScript = @Sendable (_ upstreamID: String) async -> QueryOutcome

  private struct State {
    var sent: [[UInt8]] = []
    var queries: [String] = []
    var create: CreateScript
    var query: QueryScript
  }

  private let state: NIOLockedValueBox<State>

  /// Accepts everything for `price`, and finishes at once with one picture, unless told otherwise.
  init(price: Money = Money(nanodollars: 40_000_000)) {
    state = NIOLockedValueBox(
      State(
        create: { _, number in .accepted(upstreamID: Self.id(number), charge: .stated(price)) },
        query: { id in .record(.finished(id, credit: price)) }))
  }

  /// The upstream's id of the n-th create, counted from 1.
  static func id(_ number: Int) -> String { "up-\(number)" }

  func onCreate(_ script: @escaping CreateScript) { state.withLockedValue { $0.create = script } }

  /// Accepts every create, and answers when the gate is open.
  func accept(after gate: Gate, price: Money = Money(nanodollars: 40_000_000)) {
    onCreate { _, number in
      await gate.wait()
      return .accepted(upstreamID: Self.id(number), charge: .stated(price))
    }
  }

  func onQuery(_ script: @escaping QueryScript) { state.withLockedValue { $0.query = script } }

  var sent: [[UInt8]] { state.withLockedValue(\.sent) }
  var queries: [String] { state.withLockedValue(\.queries) }

  func create(_ body: [UInt8], credential: Secret) async -> CreateOutcome {
    let (script, number) = state.withLockedValue { state in
      state.sent.append(body)
      return (state.create, state.sent.count)
    }
    return await script(body, number)
  }

  func query(_ upstreamID: String, credential: Secret) async -> QueryOutcome {
    let script = state.withLockedValue { state in
      state.queries.append(upstreamID)
      return state.query
    }
    return await script(upstreamID)
  }
}

extension UpstreamRecord {
  static func finished(
    _ id: String, credit: Money? = nil, model: String = "google/nano-banana-2/text-to-image"
  ) -> UpstreamRecord {
    let picture: JSONValue = ["url": .string(JSONString("https://file.example/tmp/20261123/\(id)/picture.png"))]
    return UpstreamRecord(
      status: .succeeded,
      data: [
        "id": .string(JSONString(id)), "key_name": "the gateway's own key", "model": .string(JSONString(model)),
        "args": ["prompt": "p"],
        "status": .number(JSONNumber(2)), "result": ["images": [picture]], "credit": "0.04", "refunded": false,
        "refunded_credit": "0", "created_at": "2026-03-30T18:37:25.678Z", "updated_at": "2026-03-30T18:37:40.823Z",
        "finished_at": "2026-03-30T18:37:40.823Z",
      ], credit: credit, refunded: .zero)
  }

  static func running(_ id: String) -> UpstreamRecord {
    UpstreamRecord(status: .running, data: ["id": .string(JSONString(id))], credit: nil, refunded: .zero)
  }

  static func failed(_ id: String, error: String = "the model broke", refunded: Money) -> UpstreamRecord {
    UpstreamRecord(
      status: .failed(error: error), data: ["id": .string(JSONString(id))], credit: nil, refunded: refunded)
  }
}
