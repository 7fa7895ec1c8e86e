import TollgateCore

extension ScalarFormat<PriceRule> {
  /// The price of a model: an amount, or `refuse` where it is not known.
  static var price: ScalarFormat {
    ScalarFormat(
      expectation: "an amount of dollars such as 0.05 with at most 9 places, or refuse",
      parse: { text in text == "refuse" ? .refuse : Money(text).map { .fixed($0) } },
      spell: \.text)
  }

  /// What to do about every model whose price is not known: `refuse`, or the most it may cost.
  static var priceOfUnknown: ScalarFormat {
    ScalarFormat(
      expectation: "refuse, or the most that a model without a known price may cost, in dollars such as 1.00",
      parse: { text in
        if text == "refuse" { return .refuse }
        return Money(text).flatMap { $0 > .zero ? .cap($0) : nil }
      },
      spell: \.text)
  }
}

extension PriceRule {
  fileprivate var text: String {
    switch self {
    case .fixed(let amount), .cap(let amount): amount.description
    case .refuse: "refuse"
    }
  }
}

extension ScalarFormat<CacheTTL> {
  /// How long a result is replayed.
  static var timeToLive: ScalarFormat { lasting(from: .seconds(1)) }

  /// How long something is kept.
  static func age(days: Int64) -> ScalarFormat { lasting(from: .days(days)) }

  private static func lasting(from shortest: Duration) -> ScalarFormat {
    let duration = ScalarFormat<Duration>.duration(shortest ... .days(36_500))
    return ScalarFormat(
      expectation: "forever, or " + duration.expectation,
      parse: { text in text == "forever" ? .forever : duration.parse(text).map { .limited($0) } },
      spell: { value in
        switch value {
        case .forever: "forever"
        case .limited(let limit): duration.spell(limit)
        }
      },
      hint: duration.hint)
  }
}

extension ScalarFormat<CacheTTL?> {
  /// How long results are replayed; `null` leaves it to what becomes of their files.
  static var timeToLiveOrNone: ScalarFormat {
    let format = ScalarFormat<CacheTTL>.timeToLive
    return ScalarFormat(
      expectation: format.expectation + ", or null for forever with files that are kept and 1h without",
      parse: { format.parse($0).map { .some($0) } },
      spell: { $0.map(format.spell) ?? "null" }, hint: format.hint, null: .some(nil))
  }
}
