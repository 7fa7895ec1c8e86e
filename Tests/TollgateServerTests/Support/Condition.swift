import TollgateCore

/// What can decide about a create, in the documented order of checks: the earlier one wins.
///
/// A foreign origin is refused on every path and from the head alone, so it stands before the key; a header and a body that
/// mean nothing are both a 400, and the header is read first.
enum Condition: Int, CaseIterable, Comparable {
  case uriTooLong
  case headersTooLarge
  case foreignOrigin
  case unauthorized
  case bodyTooLarge
  case tooManyCreates
  case encodedBody
  case malformedHeader
  case malformedBody
  case modelForbidden
  case hit
  case joined
  case notCached
  case outcomeUnknown
  case priceUnknown
  case overBudget
  case tooManyRunning
  case tooManyGenerations
  case queueFull
  case draining
  case credentialRefused

  static func < (left: Condition, right: Condition) -> Bool { left.rawValue < right.rawValue }

  /// The HTTP status and the envelope's code.
  var answer: (status: Int, code: Int64) {
    switch self {
    case .uriTooLong: (414, 41400)
    case .headersTooLarge: (431, 43100)
    case .foreignOrigin: (403, 40302)
    case .unauthorized: (401, 40100)
    case .bodyTooLarge: (413, 41300)
    case .tooManyCreates, .tooManyGenerations: (429, 42900)
    case .encodedBody: (415, 41500)
    case .malformedHeader: (400, 40001)
    case .malformedBody: (400, 40000)
    case .modelForbidden: (403, 40300)
    case .hit, .joined: (200, 0)
    case .notCached: (504, 50410)
    case .outcomeUnknown: (409, 40900)
    case .priceUnknown: (402, 40201)
    case .overBudget: (402, 40200)
    case .tooManyRunning: (429, 42901)
    case .queueFull: (429, 42902)
    case .draining: (503, 50300)
    case .credentialRefused: (502, 50201)
    }
  }

  /// What a create that is answered says about the cache.
  var cacheStatus: String? {
    switch self {
    case .hit: "tollgate; hit"
    case .joined: "tollgate; fwd=miss; collapsed"
    default: nil
    }
  }

  /// Whether it is about what a key may spend and do.
  var isLimit: Bool {
    [.tooManyCreates, .overBudget, .tooManyRunning, .tooManyGenerations].contains(self)
  }

  /// Whether it is a state of the whole gateway, which lasts.
  var isLasting: Bool { self == .queueFull || self == .draining || self == .credentialRefused }
}

/// Two conditions that one create meets.
struct ConditionPair: Hashable, CustomStringConvertible {
  /// The one that decides.
  let first: Condition
  let second: Condition

  var description: String { "\(first) before \(second)" }

  func contains(_ condition: Condition) -> Bool { first == condition || second == condition }

  static let all: [ConditionPair] = Condition.allCases.flatMap { first in
    Condition.allCases.filter { $0 > first }.map { ConditionPair(first: first, second: $0) }
  }

  /// Why no create can meet both; `nil` where one can.
  var infeasibility: String? {
    switch (first, second) {
    case (.foreignOrigin, .modelForbidden):
      "while no key exists, no caller is bound to models"
    case (.foreignOrigin, _) where second.isLimit:
      "while no key exists, no caller has limits of its own"
    case (.malformedBody, .modelForbidden), (.malformedBody, .hit), (.malformedBody, .joined),
      (.malformedBody, .outcomeUnknown),
      (.malformedBody, .priceUnknown):
      "a body that cannot be read has neither model nor content"
    case (.hit, .notCached), (.joined, .notCached):
      "what is cached is not not cached"
    case (.joined, .outcomeUnknown):
      "a slot has one live generation, running or unknown"
    case (.hit, .priceUnknown), (.joined, .priceUnknown), (.outcomeUnknown, .priceUnknown):
      "what was bought had a price; only a restart with another configuration takes it away (tested by itself)"
    case (.queueFull, .draining), (.queueFull, .credentialRefused):
      "the queue is entered after the hold, and none is taken while purchases are stopped"
    case (.draining, .credentialRefused):
      "both stop purchases, and the design does not order them"
    default: nil
    }
  }

  /// The gateway that the pair needs.
  var world: World {
    World(isOpen: contains(.foreignOrigin), lasting: second.isLasting ? second : nil)
  }

  /// A gateway in which pairs are tried one after the other.
  struct World: Hashable, CustomStringConvertible {
    let isOpen: Bool
    /// What holds for every create.
    let lasting: Condition?

    var description: String { (isOpen ? "open" : "keyed") + (lasting.map { ", \($0)" } ?? "") }

    static let all: [World] = [false, true].flatMap { isOpen in
      [nil, .queueFull, .draining, .credentialRefused].map { World(isOpen: isOpen, lasting: $0) }
    }
  }
}
