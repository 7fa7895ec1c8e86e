import Testing
import TollgateCore

/// What gateway.yaml says about prices, on top of the catalogue.
@Suite struct ConfiguredQuoteTests {
  private static let nano = "google/nano-banana/text-to-image"

  private static let rules: [ModelRule] = [
    ModelRule(model: "*", price: .cap(Money(nanodollars: 1_000_000_000))),
    ModelRule(model: "acme/*", price: .fixed(Money(nanodollars: 50_000_000))),
    ModelRule(model: "acme/video/*", price: .fixed(Money(nanodollars: 500_000_000))),
    ModelRule(model: "acme/video/banned", price: .refuse),
    ModelRule(model: "google/nano-banana/edit", price: .fixed(Money(nanodollars: 20_000_000))),
    ModelRule(model: "google/veo-3/*", price: .refuse),
    ModelRule(model: "kwaivgi/*", price: .cap(Money(nanodollars: 3_000_000_000))),
  ]

  @Test(arguments: [
    ("acme/image", Quote.price(Money(nanodollars: 50_000_000))), ("acme/video/x", .price(Money(nanodollars: 500_000_000))),
    ("acme/video/banned", .unknown(reason: #"gateway.yaml refuses to buy "acme/video/banned""#)),
    ("google/nano-banana/edit", .price(Money(nanodollars: 20_000_000))), (nano, .price(Money(nanodollars: 120_000_000))),
    ("google/veo-3/text-to-video", .unknown(reason: #"gateway.yaml refuses to buy "google/veo-3/text-to-video""#)),
    // No price, or not of this create: the cap of the rule that is nearest.
    ("nobody/knows", .capped(Money(nanodollars: 1_000_000_000))),
    ("google/nano-banana-pro/edit", .capped(Money(nanodollars: 1_000_000_000))),
    ("kwaivgi/kling-3.0/motion-control", .capped(Money(nanodollars: 3_000_000_000))),
    ("kwaivgi/new", .capped(Money(nanodollars: 3_000_000_000))),
    // A cap does not touch what has a price.
    ("kwaivgi/kling-o1/text-to-video", .price(Money(nanodollars: 500_000_000))),
  ]) func theMostSpecificRuleCounts(_ model: String, quote: Quote) {
    let catalogue = Catalogue.builtIn.overriding(Self.rules)
    #expect(catalogue.quote(model: model, args: ["num_images": 4]) == quote)
    #expect(Catalogue.builtIn.overriding(Self.rules.reversed()).quote(model: model, args: ["num_images": 4]) == quote)
  }

  @Test(arguments: [nil, PriceRule.refuse]) func withoutARuleAnUnknownPriceIsUnknown(_ price: PriceRule?) {
    let catalogue = Catalogue.builtIn.overriding([ModelRule(model: "*", price: price)])
    #expect(
      catalogue.quote(model: "nobody/knows", args: [:])
        == .unknown(reason: #"the catalogue does not know the model "nobody/knows""#))
    #expect(catalogue.quote(model: Self.nano, args: [:]).amount == Money("0.03"))
  }

  @Test func aFixedPriceForEverythingIsACap() {
    let catalogue = Catalogue.builtIn.overriding([ModelRule(model: "*", price: .fixed(Money(nanodollars: 7)))])
    #expect(catalogue.quote(model: Self.nano, args: [:]) == .price(Money(nanodollars: 30_000_000)))
    #expect(catalogue.quote(model: "nobody/knows", args: [:]) == .capped(Money(nanodollars: 7)))
  }

  /// A configured default is what is sent, so it is what is priced.
  @Test func configuredDefaultsArePriced() {
    let catalogue = Catalogue.builtIn.overriding([
      ModelRule(model: "google/*", defaults: ["num_images": 3, "resolution": "4K"]),
      ModelRule(model: "kwaivgi/kling-3.0/motion-control", defaults: ["duration": "10"]),
    ])
    #expect(catalogue.quote(model: Self.nano, args: [:]) == .price(Money(nanodollars: 90_000_000)))
    #expect(catalogue.quote(model: Self.nano, args: ["num_images": 1]) == .price(Money(nanodollars: 30_000_000)))
    #expect(catalogue.quote(model: "google/nano-banana-2/edit", args: [:]) == .price(Money(nanodollars: 90_000_000)))
    #expect(catalogue.quote(model: "kwaivgi/kling-3.0/motion-control", args: [:]) == .price(Money(nanodollars: 1_070_000_000)))
  }

  /// The vendor charges the length of the input there, and ignores a duration: nobody names himself cheap.
  @Test(arguments: ["1", #""5""#, "0.5", "null", #""auto""#])
  func aDurationThatTheVendorIgnoresIsNotPriced(_ text: String) throws {
    let duration = try CanonicalJSON.parse(Array(text.utf8))
    let model = "kwaivgi/kling-3.0/motion-control"
    #expect(Catalogue.builtIn.quote(model: model, args: ["duration": duration]).amount == nil)
    let configured = Catalogue.builtIn.overriding([ModelRule(model: model, defaults: ["duration": 30])])
    #expect(configured.quote(model: model, args: ["duration": duration]) == .price(Money(nanodollars: 3_210_000_000)))
    let capped = Catalogue.builtIn.overriding([ModelRule(model: model, price: .cap(Money(nanodollars: 7)))])
    #expect(capped.quote(model: model, args: ["duration": duration]) == .capped(Money(nanodollars: 7)))
    // What was charged is remembered for all of them together.
    #expect(capped.priceClass(model: model, args: ["duration": duration]) == capped.priceClass(model: model, args: [:]))
  }

  @Test func aModelThatOnlyLooksTheSameIsAnother() {
    let catalogue = Catalogue.builtIn.overriding([ModelRule(model: "acme/\u{e9}", price: .fixed(Money(nanodollars: 7)))])
    #expect(catalogue.quote(model: "acme/\u{e9}", args: [:]).amount == Money(nanodollars: 7))
    #expect(catalogue.quote(model: "acme/e\u{301}", args: [:]).amount == nil)
    #expect(Catalogue.builtIn.quote(model: "google/nano-banana/edit\u{0}", args: [:]).amount == nil)
  }
}
