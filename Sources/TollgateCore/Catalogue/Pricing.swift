/// The price rule of a catalogue entry.
struct Pricing: Sendable, Equatable {
  /// What the amounts of the table are for.
  enum Unit: String, Sendable {
    case image
    case request
    case second
    case video
    case megapixel
    /// An amount per create and one per second.
    case baseAndSecond = "base + second"
    /// Language models: `/v1/chat/completions` counts them, not a create.
    case tokens = "1M tokens"
  }

  let unit: Unit
  /// What the levels of the table are selected by, the outermost first.
  let selectors: [PriceSelector]
  let table: PriceTable?
  /// The argument, or the vendor's words, that the amount is multiplied by.
  let multiplier: String?
}

/// A price, or rows of prices.
indirect enum PriceTable: Sendable, Equatable {
  case amount(Money)
  /// `base` and as much per second; exactly two seconds may have a price of their own.
  case started(base: Money, perSecond: Money, atTwoSeconds: Money?)
  case rows([Row])

  /// A row stands for one or several values of its selector.
  struct Row: Sendable, Equatable {
    let keys: [JSONString]
    let table: PriceTable
  }
}

/// What a level of a price table is selected by.
enum PriceSelector: Sendable, Equatable {
  /// The value of an argument.
  case argument(String)
  /// `audio` or `no_audio`, by the argument that switches sound on.
  case audio(String)
  /// `single` or `multi`: whether a video has one clip or several.
  case clips

  init(_ name: String) {
    switch name {
    case "generate_audio", "sound", "audio": self = .audio(name)
    case "clips": self = .clips
    default: self = .argument(name)
    }
  }

  /// The name that the price rule has for it.
  var name: String {
    switch self {
    case .argument(let name), .audio(let name): name
    case .clips: "clips"
    }
  }
}
