import DequeModule
import TollgateCore

/// What a courier has in its hands: a queue for each lane, in which the callbacks of one key for one receiver wait. Keys are
/// served in turn, and the lanes of a key in turn, each with a few posts at a time. It is pure; the courier posts and waits.
///
/// How much is fetched for a lane follows from how its receiver answers, so that one that never does fills no hands: more with
/// every callback that it takes, one at a time where it does not answer at all. Between the keys ``FairShare`` decides, about
/// what is fetched and about what is posted at the same time.
struct DeliveryQueues {
  /// How a try ended, as far as it says how quick the receiver is.
  enum Answer {
    case taken, refused, none
    /// Nothing was posted, which says nothing.
    case notAsked
  }

  /// Posts of one lane at the same time.
  static let perLane = 4
  /// Posts at the same time in all.
  static let maximumPosts = 256
  /// What is fetched at most, in all. As many lanes are remembered whose receivers do not answer.
  static let capacity = 1024
  private static let largestShare = 128

  private struct Lane {
    var waiting: Deque<Callback> = []
    var posts = 0
    /// How much of it may be in hand.
    var share = DeliveryQueues.perLane
    /// Whether it is among its key's turns. It is wherever it may post.
    var hasTurn = false

    var held: Int { waiting.count + posts }
    var mayPost: Bool { !waiting.isEmpty && posts < min(share, DeliveryQueues.perLane) }
    var isSilent: Bool { share == 1 }
  }

  private struct Sender {
    var posts = 0
    var held = 0
    /// The receivers of the lanes that have something to be posted, in the order of their turns.
    var turns: Deque<String> = []
  }

  private var lanes: [CallbackLane: Lane] = [:]
  private var senders: [KeyID: Sender] = [:]
  /// The keys that have something to be posted, in the order of their turns.
  private var turns: Deque<KeyID> = []
  private(set) var posts = 0
  private(set) var held = 0

  /// How much more may be fetched in all.
  var room: Int { Self.capacity - held }

  /// How much of each key is in hand.
  var heldOf: [KeyID: Int] { senders.mapValues(\.held) }

  /// How much more may be fetched of each lane that there is something of already, or that is known.
  var roomOf: [CallbackLane: Int] { lanes.mapValues { $0.share - $0.held } }

  /// Takes in what was fetched.
  mutating func add(_ callbacks: [Callback]) {
    for callback in callbacks {
      lanes[callback.lane, default: Lane()].waiting.append(callback)
      senders[callback.key, default: Sender()].held += 1
      held += 1
      giveTurn(to: callback.lane)
    }
  }

  /// Takes out the callback to be posted now; `nil` where there is none, or as many are under way as may be.
  mutating func next() -> Callback? {
    for _ in 0..<turns.count {
      guard let key = turns.popFirst() else { return nil }
      let mayPost = FairShare.room(held: senders[key]?.posts ?? 0, free: Self.maximumPosts - posts) > 0
      let callback = mayPost ? takeTurn(of: key) : nil
      if senders[key]?.turns.isEmpty == false { turns.append(key) }
      if let callback { return callback }
    }
    return nil
  }

  private mutating func takeTurn(of key: KeyID) -> Callback? {
    while let receiver = senders[key]?.turns.popFirst() {
      let lane = CallbackLane(key: key, receiver: receiver)
      lanes[lane]?.hasTurn = false
      // What a receiver answered since may have taken the turn from it.
      guard lanes[lane]?.mayPost == true, let callback = lanes[lane]?.waiting.popFirst() else { continue }
      lanes[lane]?.posts += 1
      senders[key]?.posts += 1
      posts += 1
      if lanes[lane]?.mayPost == true {
        lanes[lane]?.hasTurn = true
        senders[key]?.turns.append(receiver)
      }
      return callback
    }
    return nil
  }

  private mutating func giveTurn(to lane: CallbackLane) {
    guard lanes[lane]?.mayPost == true, lanes[lane]?.hasTurn == false else { return }
    lanes[lane]?.hasTurn = true
    if senders[lane.key]?.turns.isEmpty == true { turns.append(lane.key) }
    senders[lane.key]?.turns.append(lane.receiver)
  }

  /// Notes the end of a post.
  mutating func end(_ callback: Callback, _ answer: Answer) {
    guard var lane = lanes[callback.lane], var sender = senders[callback.key] else { return }
    posts -= 1
    held -= 1
    lane.posts -= 1
    sender.posts -= 1
    sender.held -= 1
    switch answer {
    case .taken: lane.share = min(lane.share * 2, Self.largestShare)
    case .refused: lane.share = max(lane.share / 2, Self.perLane)
    case .none: lane.share = 1
    case .notAsked: break
    }
    // A lane of which nothing is left begins anew, but for one whose receiver does not answer: that one is known for it.
    let isForgotten = lane.held == 0 && (!lane.isSilent || lanes.count > Self.capacity)
    lanes[callback.lane] = isForgotten ? nil : lane
    senders[callback.key] = sender.held == 0 ? nil : sender
    giveTurn(to: callback.lane)
  }
}
