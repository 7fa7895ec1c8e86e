import Testing
import TollgateCore
import TollgateTestSupport

/// A quote is the exact product, rounded up to the nano-dollar once: no step of it can have gone through a floating-point
/// number.
@Suite struct ExactPriceTests {
  private struct Rate {
    let model: String
    let args: JSONObject
    let base: Int64
    let perSecond: Int64
  }

  private static let rates = [
    Rate(model: "kwaivgi/kling-2.6/text-to-video", args: [:], base: 0, perSecond: 60_000_000),
    Rate(model: "kwaivgi/kling-3.0/text-to-video", args: ["audio": true], base: 0, perSecond: 286_000_000),
    Rate(model: "vidu/vidu-q3/text-to-video", args: ["resolution": "1080p"], base: 0, perSecond: 128_000_000),
    Rate(model: "alibaba/wan-2.7/image-to-video", args: [:], base: 0, perSecond: 85_000_000),
    Rate(
      model: "vidu/vidu-q2/image-to-video", args: ["mode": "pro", "resolution": "1080p"], base: 275_000_000,
      perSecond: 75_000_000),
  ]

  @Test func anyDurationIsPricedExactly() throws {
    var random = SeededGenerator(seed: 1)
    var floatsThatDiffer = 0
    for rate in Self.rates {
      for _ in 0..<200 {
        let places = random.below(13)
        let scale = (0..<places).reduce(Int64(1)) { power, _ in power * 10 }
        // Every vendor sells ten seconds; less may cost more than its share.
        let coefficient = 10 * scale + Int64(random.below(Int(86_390 * scale) + 1))
        let duration = Self.spelling(coefficient, scale: scale, places: places)
        let exact = Int128(rate.perSecond) * Int128(coefficient)
        let expected = rate.base + Int64((exact + Int128(scale) - 1) / Int128(scale))

        for value in [JSONValue.text(duration), try CanonicalJSON.parse(Array(duration.utf8))] {
          var args = rate.args
          args["duration"] = value
          let quote = Catalogue.builtIn.quote(model: rate.model, args: args)
          #expect(quote == .price(Money(nanodollars: expected)), "\(duration)")
        }
        let float = Double(rate.base) / 1e9 + Double(rate.perSecond) / 1e9 * (Double(duration) ?? 0)
        if Int64((float * 1e9).rounded(.up)) != expected { floatsThatDiffer += 1 }
      }
    }
    #expect(floatsThatDiffer > 20, "these durations would not show a floating-point number")
  }

  /// The megapixels of a square are not a whole number: 1.048576 and 2.359296.
  @Test func anyNumberOfImagesIsPricedExactly() throws {
    for images in 1...1000 {
      for (resolution, pixels) in [("1K", 1024 * 1024), ("1.5K", 1536 * 1536)] {
        let quote = Catalogue.builtIn.quote(
          model: "shortapi/z-image/text-to-image", args: ["resolution": .text(resolution), "num_images": .integer(images)])
        #expect(quote == .price(Money(nanodollars: Int64(images * pixels * 4))))
      }
    }
  }

  private static func spelling(_ coefficient: Int64, scale: Int64, places: Int) -> String {
    guard places > 0 else { return "\(coefficient)" }
    let fraction = "\(coefficient % scale)"
    return "\(coefficient / scale)." + String(repeating: "0", count: places - fraction.utf8.count) + fraction
  }
}
