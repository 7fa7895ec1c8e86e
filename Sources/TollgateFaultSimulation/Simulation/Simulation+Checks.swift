import NIOConcurrencyHelpers
import TollgateCore
import TollgateEngine

extension Simulation {
  /// Jobs of the upstream that no purchase names.
  func orphans(of content: Content) -> [Referee.Job] {
    let known = Set(disk.state.purchases.compactMap(\.generation.upstreamID))
    return referee.state.withLockedValue { $0.jobs.filter { $0.content == content && !known.contains($0.id) } }
  }

  /// What the store shows, after every change of it.
  func checkBooks() {
    for violation in BookAudit.violations(in: disk.state) { violate(violation) }
    for overshoot in life?.store.takeOvershoots() ?? [] { violate(overshoot) }
    checkReferee()
    checkResends()
  }

  /// What the upstream accepted is known, or known to be unknown (I6), and was not sent twice (I7).
  func checkReferee() {
    let purchases = disk.state.purchases.map(\.generation)
    let (possible, brokenOff) = referee.state.withLockedValue { ($0.possibleAcceptances, $0.brokenOff) }
    if brokenOff > 0 { violate("A3: a client's end broke off \(brokenOff) creates at the upstream") }
    for prompt in 0..<SimulatedCreate.prompts {
      let content = Self.contents[prompt]
      let own = purchases.filter { $0.slot.content == content }
      let open = own.count { generation in
        [.submitting, .unknown].contains(generation.state) || (generation.state == .failed && generation.upstreamID == nil)
      }
      let orphans = orphans(of: content).count
      if orphans > open { violate("I6: \(orphans) accepted creates of picture \(prompt) are not known, and \(open) may be") }
      let sent = own.count { generation in
        switch generation.state {
        case .held, .rejected: false
        case .released: generation.releaseReason == .notCharged
        default: true
        }
      }
      if possible[content] ?? 0 > sent {
        violate("I7: picture \(prompt) was sent \(possible[content] ?? 0) times for \(sent) purchases")
      }
    }
  }

  private static let contents = (0..<SimulatedCreate.prompts).map { prompt in
    // What a create says, with the model's defaults.
    let request = try? CreateRequest(body: SimulatedCreate.body(prompt), catalogue: .builtIn)
    return request?.content ?? Content(hashing: [])
  }

  /// Nothing is sent before it is durable that it is being sent (I5).
  func checkSending() {
    let arrivals = referee.state.withLockedValue { state in
      defer { state.arrivals = [] }
      return state.arrivals
    }
    for content in arrivals { checkSending(content) }
  }

  private func checkSending(_ content: Content) {
    let submitting = disk.state.purchases.count { $0.generation.slot.content == content && $0.generation.state == .submitting }
    let underWay = referee.state.withLockedValue { state in state.creates.values.count { $0.content == content } }
    note("a create is sent; \(underWay) under way, \(submitting) durable")
    if underWay > submitting { violate("I5: \(underWay) creates are under way, and \(submitting) are durable as being sent") }
  }

  /// What clients were told is so: one pays, and a job that is named is durable.
  func checkAnswers() {
    for (create, answer) in life?.takeAnswers() ?? [] {
      note("\(SimulatedCreate.keyNames[create.key]) hears about picture \(create.prompt): \(answer)")
      switch answer {
      case .success(let answer): check(answer)
      case .failure(.overBudget(let shortage, _)): check(shortage)
      case .failure(let error) where create.isProbe:
        violate("A2: everything is at rest, and \(SimulatedCreate.keyNames[create.key]) may not buy: \(error)")
      case .failure: break
      }
    }
  }

  private func check(_ answer: CreateAnswer) {
    guard let generation = disk.state.purchase(answer.generation)?.generation else {
      return violate("S1: a client was told of \(answer.generation), which is not on the disk")
    }
    switch generation.state {
    case .running, .stalled, .succeeded, .failed: break
    default: violate("S1: a client has a job of \(generation.number), which is \(generation.state)")
    }
    if case .miss = answer.outcome {
      if !paid.insert(generation.number).inserted { violate("I9: two pay for \(generation.number)") }
    } else if answer.charged != .zero {
      violate("I9: a \(answer.outcome) of \(generation.number) pays \(answer.charged)")
    }
  }

  private func check(_ shortage: BudgetShortage) {
    let balance = shortage.balance
    let taken = balance.spent.nanodollars + balance.held.nanodollars + shortage.needed.nanodollars
    guard let limit = balance.limit, taken > limit.nanodollars else {
      return violate("I2: refused although \(balance) allows \(shortage.needed)")
    }
  }
}
