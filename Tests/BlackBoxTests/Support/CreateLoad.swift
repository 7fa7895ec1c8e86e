import NIOConcurrencyHelpers
import NIOCore
import Testing
import TollgateCore
import TollgateTestSupport

/// Clients that send 200 creates a second, three in ten of them a repetition of an earlier one, and keep what they are given.
final class CreateLoad: Sendable, CustomStringConvertible {
  private static let createsPerSecond = 200
  private static let repetitions = 0.3
  /// How far back the repeated ones lie.
  private static let memory = 300
  /// The most that are unanswered at a time; a machine that is too slow sends fewer.
  private static let maximumUnanswered = 400

  private struct State {
    var generator: SeededGenerator
    var prompts = 0
    var sent = 0
    var underWay = 0
    var statuses: [Int: Int] = [:]
    var withoutAnswer = 0
    /// The prompt behind each job id.
    var issued: [String: Int] = [:]
  }

  private let state: NIOLockedValueBox<State>

  init(seed: UInt64) { state = NIOLockedValueBox(State(generator: SeededGenerator(seed: seed &+ 1))) }

  /// Sends until it is cancelled.
  func run(on client: GatewayClient) async {
    let start = ContinuousClock.now
    await withDiscardingTaskGroup { group in
      var tick = 0
      while !Task.isCancelled {
        tick += 1
        try? await Task.sleep(until: start + .seconds(1) / Self.createsPerSecond * tick)
        guard let prompt = draw() else { continue }
        group.addTask { await self.create(prompt, on: client) }
      }
    }
  }

  /// Which prompt is next; `nil` where too many are under way.
  private func draw() -> Int? {
    state.withLockedValue { state in
      guard state.underWay < Self.maximumUnanswered else { return nil }
      state.underWay += 1
      state.sent += 1
      let isRepetition = state.prompts > 0 && Double.random(in: 0..<1, using: &state.generator) < Self.repetitions
      if isRepetition {
        let back = Int.random(in: 0..<min(Self.memory, state.prompts), using: &state.generator)
        // Every other one is so recent that it may be under way itself.
        return state.prompts - (Bool.random(using: &state.generator) ? back % 10 % state.prompts : back)
      }
      state.prompts += 1
      return state.prompts
    }
  }

  private func create(_ prompt: Int, on client: GatewayClient) async {
    let answer = try? await client.create(Picture.of("prompt \(prompt)"), timeout: .seconds(30))
    let isNew = state.withLockedValue { state in
      state.underWay -= 1
      guard let answer else {
        state.withoutAnswer += 1
        return true
      }
      state.statuses[answer.status, default: 0] += 1
      guard let jobID = answer.jobID else { return true }
      return state.issued.updateValue(prompt, forKey: jobID) == nil
    }
    #expect(isNew, "a job id was given out twice")
  }

  /// Checks that every job id that was ever given out is still answered, with its own prompt and a picture.
  func checkIssuedJobs(at client: GatewayClient) async throws {
    let issued = Array(state.withLockedValue { $0.issued })
    // A few at a time: after many rounds there are more than a client's connections take in time.
    for start in stride(from: 0, to: issued.count, by: 64) {
      try await withThrowingDiscardingTaskGroup { group in
        for (jobID, prompt) in issued[start..<min(start + 64, issued.count)] {
          group.addTask {
            // Its files may still be copied.
            let record = try await client.finished(jobID)
            let isRight =
              record?["id"]?.string == jobID && record?["args"]?["prompt"]?.string == "prompt \(prompt)"
              && record?["status"]?.number?.int64 == 2 && record?["result"]?["images"]?.array?.count == 1
            #expect(isRight, "\(jobID), prompt \(prompt): \(String(describing: record))")
          }
        }
      }
    }
  }

  var description: String {
    state.withLockedValue { state in
      let statuses = state.statuses.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
      return "\(state.sent) creates of \(state.prompts) prompts: \(statuses), \(state.withoutAnswer) without an answer; "
        + "\(state.issued.count) job ids"
    }
  }
}
