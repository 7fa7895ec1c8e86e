import DequeModule
import TollgateCore

/// What a courier has in its hands: a queue for each receiver, served in turn, each with a few posts at a time. It is pure; the
/// courier posts and waits.
///
/// How much is fetched for a receiver follows from how it answers, so that one that never does fills no hands: more with every
/// callback that it takes, one at a time where it does not answer at all.
struct DeliveryQueues {
  /// How a try ended, as far as it says how quick the receiver is.
  enum Answer {
    case taken, refused, none
  }

  /// Posts to one receiver at the same time.
  static let perReceiver = 4
  /// Posts at the same time to all of them.
  static let maximumPosts = 256
  /// What is fetched at most, in all.
  static let capacity = 1024
  private static let largestShare = 128

  private struct Receiver {
    var waiting: Deque<Callback> = []
    var posts = 0
    /// How much of it may be in hand.
    var share = DeliveryQueues.perReceiver

    var held: Int { waiting.count + posts }
    var mayPost: Bool { !waiting.isEmpty && posts < min(share, DeliveryQueues.perReceiver) }
  }

  private var receivers: [String: Receiver] = [:]
  /// Who has something to be posted, in the order of their turns.
  private var turns: Deque<String> = []
  private(set) var posts = 0
  private(set) var held = 0

  /// How much more may be fetched in all.
  var room: Int { Self.capacity - held }

  /// How much more may be fetched for each receiver that there is something of already.
  var roomOf: [String: Int] { receivers.mapValues { $0.share - $0.held } }

  /// Takes in what was fetched.
  mutating func add(_ callbacks: [Callback]) {
    for callback in callbacks {
      if receivers[callback.host]?.waiting.isEmpty ?? true { turns.append(callback.host) }
      receivers[callback.host, default: Receiver()].waiting.append(callback)
      held += 1
    }
  }

  /// Takes out the callback to be posted now; `nil` where there is none, or as many are under way as may be.
  mutating func next() -> Callback? {
    guard posts < Self.maximumPosts else { return nil }
    for _ in 0..<turns.count {
      guard let host = turns.popFirst() else { return nil }
      guard receivers[host]?.mayPost == true, let callback = receivers[host]?.waiting.popFirst() else {
        turns.append(host)
        continue
      }
      if receivers[host]?.waiting.isEmpty == false { turns.append(host) }
      receivers[host]?.posts += 1
      posts += 1
      return callback
    }
    return nil
  }

  /// Notes the end of a post.
  mutating func end(_ callback: Callback, _ answer: Answer) {
    guard var receiver = receivers[callback.host] else { return }
    posts -= 1
    held -= 1
    receiver.posts -= 1
    switch answer {
    case .taken: receiver.share = min(receiver.share * 2, Self.largestShare)
    case .refused: receiver.share = max(receiver.share / 2, Self.perReceiver)
    case .none: receiver.share = 1
    }
    // A receiver of whom nothing is left begins anew, but for one that does not answer: that one is known for it.
    let isForgotten = receiver.held == 0 && (answer != .none || receivers.count > Self.capacity)
    receivers[callback.host] = isForgotten ? nil : receiver
  }
}
