import NIOConcurrencyHelpers
import TollgateCore

/// Counts for one run of the gateway what it bought, and says where it bought or refused against the limits of rates and of
/// what runs at a time.
final class DecisionJudge: Sendable {
  fileprivate struct Purchase {
    let number: GenerationNumber
    let scopes: [Scope]
    let at: Duration
  }

  fileprivate struct State {
    var book = RateBook()
    /// Bought in the transaction that is under way.
    var open: [Purchase] = []
    /// How many were taken back. The gateway gives back what has not flowed off yet, and so allows no more than if they had
    /// never been, but possibly less.
    var takenBack = 0
    /// Bought in transactions that came to nothing, and perhaps not given back yet.
    var undoneLately: [Purchase] = []
    /// Bought in transactions that are durable. One that is released unsent is given back.
    var durable: [Purchase] = []
  }

  private let ofKeys: [KeyID: RateLimits]
  private let ofGateway: RateLimits
  private let time: SimulatedTime
  private let state = NIOLockedValueBox(State())

  init(ofKeys: [KeyID: RateLimits], ofGateway: RateLimits, time: SimulatedTime) {
    self.ofKeys = ofKeys
    self.ofGateway = ofGateway
    self.time = time
  }

  /// What is wrong with a decision, with the books as they are after it.
  func complaints(about decision: PurchaseDecision, on order: PurchaseOrder, in books: BookState) -> [String] {
    switch decision {
    case .bought(let generation): complaints(about: generation.number, on: order, books)
    case .tooFast(let refusal):
      isUsedUp(refusal, books) ? [] : ["A2: refused as too fast by \(refusal.scope), which has room"]
    case .tooManyRunning(let refusal):
      runningCount(of: refusal.scope, books) >= refusal.limit
        ? [] : ["A2: refused because \(refusal.limit) run of \(refusal.scope), and fewer do"]
    default: []
    }
  }

  /// Ends the transaction that is under way.
  func settle(isDurable: Bool) {
    state.withLockedValue { state in
      if isDurable {
        state.durable += state.open
      } else {
        state.undoneLately += state.open
      }
      state.open = []
    }
  }

  /// From here on what came to nothing must not count any more: everybody has heard of it.
  func noteQuiet() {
    state.withLockedValue { state in
      for purchase in state.undoneLately { state.takeBack(purchase) }
      state.undoneLately = []
    }
  }

  private func complaints(about number: GenerationNumber, on order: PurchaseOrder, _ books: BookState) -> [String] {
    var found: [String] = []
    let now = time.uptime()
    let scopes = [Scope.gateway, .key(order.key)]
    // What a person buys again is not counted.
    let isCounted = !(order.rate is UnlimitedRate)
    state.withLockedValue { state in
      guard isCounted else { return }
      // What is not sent yet, or came to nothing, may have been given back before it is taken back here.
      let allowance = Double(state.takeBackReleased(by: books) + state.undoneLately.count)
      for scope in scopes where state.book.excess(in: scope, limit: limit(of: scope), at: now) > allowance {
        found.append("A2: \(scope) buys faster than \(limit(of: scope) ?? 0) a minute")
      }
      state.book.add(scopes, at: now)
      state.open.append(Purchase(number: number, scopes: scopes, at: now))
    }
    for (scope, limit) in [(Scope.gateway, order.maximumRunning), (.key(order.key), order.maximumRunningOfKey)] {
      if let limit, runningCount(of: scope, books) > limit { found.append("A2: more than \(limit) run of \(scope)") }
    }
    return found
  }

  private func isUsedUp(_ refusal: RateRefusal, _ books: BookState) -> Bool {
    let now = time.uptime()
    return state.withLockedValue { state in
      _ = state.takeBackReleased(by: books)
      return state.book.excess(in: refusal.scope, limit: limit(of: refusal.scope), at: now) > -Double(state.takenBack)
    }
  }

  private func limit(of scope: Scope) -> Int? {
    switch scope {
    case .gateway: ofGateway.generationsPerMinute
    case .key(let key): ofKeys[key]?.generationsPerMinute
    case .team, .everyone: nil
    }
  }

  private func runningCount(of scope: Scope, _ books: BookState) -> Int {
    books.purchases.count { purchase in
      [.held, .submitting, .running].contains(purchase.generation.state)
        && (scope == .gateway || scope == .key(purchase.generation.key))
    }
  }
}

extension DecisionJudge.State {
  fileprivate mutating func takeBack(_ purchase: DecisionJudge.Purchase) {
    book.remove(purchase.scopes, at: purchase.at)
    takenBack += 1
  }

  /// Takes back what was released unsent.
  ///
  /// - Returns: how many may still be released.
  fileprivate mutating func takeBackReleased(by books: BookState) -> Int {
    var unsent: [DecisionJudge.Purchase] = []
    for purchase in durable {
      guard let generation = books.purchase(purchase.number)?.generation else { continue }
      switch generation.state {
      case .held, .submitting: unsent.append(purchase)
      // What a person says was not charged was sent.
      case .released where generation.releaseReason != .notCharged: takeBack(purchase)
      default: break
      }
    }
    durable = unsent
    return unsent.count
  }
}
