extension CatalogueModel {
  /// The largest number of seconds that a price is computed for.
  static let maximumSeconds: Int64 = 86_400
  /// The default of most pages, for those that say nothing about durations.
  private static let usualDuration: JSONValue = 5

  /// Whether the seconds that are paid for are the input's: the price is per second, and the page was read in full and lists no
  /// `duration`. The vendor ignores one, so that a create could name itself cheap.
  var isChargedByItsInput: Bool {
    guard let unit = pricing?.unit, unit == .second || unit == .baseAndSecond else { return false }
    return !isTruncated && argument("duration") == nil
  }

  /// How many seconds a create with this `duration` pays for, at least.
  ///
  /// A duration below the shortest that the page names, 0 and less included, cannot be bought. The vendor refuses it, sells the
  /// shortest instead, or falls back to its default: the dearer of the two counts. Where the page names neither a minimum nor
  /// options, the default is the shortest.
  ///
  /// - Returns: `nil` for what is no number, and for more than ``maximumSeconds``.
  func seconds(_ duration: JSONValue) -> Quantity? {
    guard let asked = ExactDecimal(duration), let least = leastSeconds else { return nil }
    guard !asked.isNegative, asked.coefficient > 0 else { return least.charged }
    guard let seconds = Quantity(asked, maximum: Self.maximumSeconds, isWhole: false) else { return nil }
    return seconds.isLess(than: least.sold) ? least.charged : seconds
  }

  /// The shortest duration that is sold, and what a shorter one may be charged as.
  private var leastSeconds: (sold: Quantity, charged: Quantity)? {
    let argument = argument("duration")
    guard let usual = Self.quantity(argument?.defaultValue ?? Self.usualDuration) else { return nil }
    let named = ((argument?.minimum).map { [$0] } ?? []) + (argument?.options ?? [])
    let shortest = named.compactMap(Self.quantity).reduce(nil) { (shortest: Quantity?, next) in
      shortest.map { next.isLess(than: $0) ? next : $0 } ?? next
    }
    guard let shortest else { return (usual, usual) }
    return (shortest, shortest.isLess(than: usual) ? usual : shortest)
  }

  private static func quantity(_ seconds: JSONValue) -> Quantity? {
    Quantity(seconds, maximum: maximumSeconds, isWhole: false)
  }
}
