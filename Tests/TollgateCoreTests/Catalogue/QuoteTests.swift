import Testing

@testable import TollgateCore

/// How the values of creates are read that no page lists; ``PublishedPriceTests`` has those that the pages do. `nil` is an
/// unknown price.
@Suite struct QuoteTests {
  private func amount(_ model: String, _ args: String = "{}") throws -> Money? {
    Catalogue.builtIn.quote(model: model, args: try object(args)).amount
  }

  @Test(arguments: unlisted) func unlistedValue(_ model: String, _ args: String, price: String?) throws {
    #expect(try amount(model, args) == price.map { try #require(Money($0)) })
  }

  static let unlisted: [(model: String, args: String, price: String?)] = [
    // A number of images is whole, from 1 to 1000, also as text.
    ("google/nano-banana/edit", #"{"num_images":1000}"#, "30"), ("google/nano-banana/edit", #"{"num_images":1001}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":-1}"#, nil), ("google/nano-banana/edit", #"{"num_images":1.5}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":2.0}"#, "0.06"), ("google/nano-banana/edit", #"{"num_images":1e400}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":9223372036854775807}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":null}"#, nil), ("google/nano-banana/edit", #"{"num_images":true}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":"many"}"#, nil), ("google/nano-banana/edit", #"{"num_images":[2]}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":""}"#, nil),
    // A row is known by its text, also in other case; nothing else looks like it.
    ("google/nano-banana-2/edit", #"{"resolution":"4k"}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":"1k"}"#, "0.04"),
    ("google/nano-banana-2/edit", #"{"resolution":null}"#, "0.09"), ("google/nano-banana-2/edit", #"{"resolution":1}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":["1K"]}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":"１K"}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":" 1K"}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":""}"#, "0.09"),
    ("google/veo-3.1/text-to-video", #"{"mode":"FAST","resolution":"4K","generate_audio":true}"#, "2.24"),
    // A row that is a number is known by its value.
    ("pixverse/pixverse-5.5/transition", #"{"duration":5.0}"#, "0.51"),
    ("pixverse/pixverse-5.5/transition", #"{"duration":"5.0"}"#, "0.51"),
    ("pixverse/pixverse-5.5/transition", #"{"duration":"08"}"#, "1.02"),
    ("pixverse/pixverse-5.5/transition", #"{"duration":"5.01"}"#, "1.122"),
    ("pixverse/pixverse-5.5/transition", #"{"duration":"-5"}"#, "1.122"),
    ("pixverse/pixverse-5.5/transition", #"{"duration":"0"}"#, "1.122"),
    ("pixverse/pixverse-5.5/transition", #"{"duration":null}"#, "1.122"),
    // The shape does not count for megapixels: none is larger than the square.
    ("shortapi/z-image/text-to-image", #"{"resolution":"1.5K","num_images":3,"aspect_ratio":"21:9"}"#, "0.028311552"),
    // A duration is a number up to a day, also as text.
    ("google/veo-3.1/text-to-video", #"{"duration":"8s"}"#, nil),
    ("google/veo-3.1/text-to-video", #"{"duration":null}"#, nil), ("google/veo-3.1/text-to-video", #"{"duration":{}}"#, nil),
    ("google/veo-3.1/text-to-video", #"{"duration":86400}"#, "6912"),
    ("google/veo-3.1/text-to-video", #"{"duration":86400.1}"#, nil),
    ("google/veo-3.1/text-to-video", #"{"duration":1e300}"#, nil),
    // An exponent that no integer holds the opposite of.
    ("google/veo-3.1/text-to-video", #"{"duration":"1e-9223372036854775808"}"#, nil),
    // A decimal duration is exact, and rounded up to the nano-dollar.
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":"7.50"}"#, "0.45"),
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":7.1}"#, "0.426"),
    ("vidu/vidu-q3/text-to-video", #"{"resolution":"540p","duration":1.000000001}"#, "0.056000001"),
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":5.0000000001}"#, "0.300000001"),
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":1e-400}"#, nil),
    // Two seconds with a price of their own.
    ("vidu/vidu-q2/image-to-video", #"{"mode":"turbo","resolution":"720p","duration":2.0}"#, "0.05"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"turbo","resolution":"720p","duration":"2.00"}"#, "0.05"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"turbo","resolution":"720p","duration":2.000000001}"#, "0.140000001"),
    // A switch is on where any of its names is; on a page that was read in full there is one name.
    ("kwaivgi/kling-3.0/text-to-video", #"{"sound":"off","audio":true}"#, "1.43"),
    ("kwaivgi/kling-3.0/text-to-video", #"{"sound":"off","audio":"maybe"}"#, "1.43"),
    ("google/veo-3/text-to-video", #"{"sound":"on","audio":true}"#, "0.64"),
    ("google/veo-3/text-to-video", #"{"generate_audio":null}"#, "0.96"),
    ("pixverse/pixverse-5.5/text-to-video", #"{"multi_shot":false,"multi_clip":true,"generate_audio":false}"#, "0.255"),
    (
      "pixverse/pixverse-5.5/text-to-video",
      #"{"multi_shot":false,"multi_clip":"no","generate_multi_clip_switch":"off","generate_audio":"yes"}"#, "0.213"
    ),
  ]

  /// Whatever the vendor makes of a duration that it does not sell, the quote covers it.
  @Test func aDurationTooShortIsNeverCheaperThanTheShortestAndTheDefault() throws {
    var count = 0
    for model in Catalogue.builtIn.models where [.second, .baseAndSecond].contains(model.pricing?.unit) {
      // The other arguments as they come, so that the dearest rows count.
      func amount(_ duration: JSONValue?) -> Money? {
        Catalogue.builtIn.quote(model: model.id, args: duration.map { ["duration": $0] } ?? [:]).amount
      }
      let argument = model.argument("duration")
      let sold = (argument?.options ?? []) + [argument?.minimum, argument?.defaultValue].compactMap(\.self)
      // The shortest that is sold costs what it costs.
      let shortest = sold.compactMap { amount($0) }.min()
      for text in ["0", "1e-9", "0.001", "\"0.5\"", "\"0\"", "\"0.000\"", "-1", "\"-8\""] {
        let tooShort = try CanonicalJSON.parse(Array(text.utf8))
        let quote = amount(tooShort)
        #expect(quote == amount(argument?.defaultValue ?? 5), "\(model.id) \(text)")
        if let shortest { #expect((quote ?? .zero) >= shortest, "\(model.id) \(text)") }
        count += quote == nil ? 0 : 1
      }
    }
    #expect(count > 200)
  }

  @Test(arguments: [
    ("google/nano-banana-pro/edit", "the catalogue has no price for google/nano-banana-pro/edit"),
    ("nobody/knows", #"the catalogue does not know the model "nobody/knows""#),
    (
      "deepseek/deepseek-v3.2",
      "deepseek/deepseek-v3.2 is a language model, which is priced by tokens: call /v1/chat/completions instead"
    ),
    (
      "openai/gpt-5.4-nano",
      "openai/gpt-5.4-nano is a language model, which is priced by tokens: call /v1/chat/completions instead"
    ),
    (
      "kwaivgi/kling-3.0/motion-control",
      "kwaivgi/kling-3.0/motion-control is priced by the second of its input, and the gateway does not know the input's length"
    ),
    (
      "kwaivgi/kling-o1/video-to-video",
      "kwaivgi/kling-o1/video-to-video is priced by the second, and the create names no duration"
    ),
    (
      "bytedance/seedance-2.0/omni-reference",
      "bytedance/seedance-2.0/omni-reference is priced by total input video seconds + output duration, and the gateway "
        + "does not know the input's length"
    ),
  ]) func saysWhyAPriceIsUnknown(_ model: String, reason: String) {
    #expect(Catalogue.builtIn.quote(model: model, args: [:]) == .unknown(reason: reason))
  }

  /// The dearest row is never below any row: what no row knows is not under-quoted.
  @Test func anUnknownValueIsNeverCheaperThanAKnownOne() throws {
    for model in Catalogue.builtIn.models {
      for argument in model.arguments where !["num_images", "duration"].contains(argument.name) {
        let unknown = Catalogue.builtIn.quote(model: model.id, args: [argument.name: "no such value"]).amount
        for option in argument.options {
          let known = Catalogue.builtIn.quote(model: model.id, args: [argument.name: option]).amount
          #expect((known ?? .zero) <= (unknown ?? .zero), "\(model.id) \(argument.name) \(CanonicalJSON.text(option))")
        }
      }
    }
  }
}
