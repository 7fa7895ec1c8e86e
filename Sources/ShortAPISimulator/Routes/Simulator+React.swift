import NIOConcurrencyHelpers
import NIOHTTP1
import TollgateCore

extension Simulator {
  /// Decides what happens to a request. ``finish(_:)`` follows when it has happened.
  func react(to request: Request) async -> Reaction {
    let call = Call(path: request.path)
    state.withLockedValue { $0.counts.begin(call) }
    switch (call, request.head.method) {
    case (.create, .POST): return await create(request)
    case (.query, .GET): return await query(request)
    case (.file, .GET), (.file, .HEAD): return await file(request)
    case (.control, _): return .answer(control(request))
    case (.unknown, _): return .answer(.envelope(404, info: "there is no \(request.path)"))
    default: return .answer(.envelope(405, info: "\(request.head.method) is not allowed here"))
    }
  }

  /// Ends what ``react(to:)`` began: the answer is sent or will never be.
  func finish(_ request: Request) {
    state.withLockedValue { $0.counts.end(Call(path: request.path)) }
  }

  /// The answer to a request without an accepted key; `nil` where it has one.
  func refusal(of request: Request) -> Answer? {
    guard let key = request.bearer else { return .envelope(401, info: "missing api key") }
    if let keys = configuration.keys, !keys.contains(key) { return .envelope(401, info: "invalid api key") }
    return nil
  }

  /// Chooses the fault that befalls a request.
  func takeFault(on endpoint: Fault.Endpoint, concerningJob: Bool = false, in text: String) -> Fault? {
    state.withLockedValue { state in
      state.faults.take(on: endpoint, concerningJob: concerningJob) { text.contains($0) }
    }
  }

  /// Waits for the fault's delay and does to the usual answer what the fault says.
  func apply(_ fault: Fault, to usual: Answer, for request: Request) async -> Reaction {
    if fault.delay > .zero {
      do { try await Task.sleep(for: fault.delay) } catch { return .drop }
    }
    return fault.reaction(insteadOf: usual, uri: request.head.uri)
  }
}
