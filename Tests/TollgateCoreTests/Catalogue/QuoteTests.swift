import Testing

@testable import TollgateCore

/// What the catalogue says creates cost. `nil` is an unknown price.
@Suite struct QuoteTests {
  private func amount(_ model: String, _ args: String = "{}") throws -> Money? {
    Catalogue.builtIn.quote(model: model, args: try object(args)).amount
  }

  @Test(arguments: atDefaults) func everyModelAtItsDefaults(_ model: String, price: String?) throws {
    #expect(try amount(model) == price.map { try #require(Money($0)) })
    if price == nil, case .unknown(let reason) = Catalogue.builtIn.quote(model: model, args: [:]) {
      #expect(reason.contains(model))
    }
  }

  @Test func theTableHasEveryModel() {
    #expect(Self.atDefaults.map(\.model) == Catalogue.builtIn.models.map(\.id))
  }

  static let atDefaults: [(model: String, price: String?)] = [
    ("google/nano-banana/text-to-image", "0.03"),
    ("google/nano-banana/edit", "0.03"),
    ("google/nano-banana-2/text-to-image", "0.04"),
    ("google/nano-banana-2/edit", "0.04"),
    ("google/nano-banana-pro/text-to-image", "0.08"),
    ("google/nano-banana-pro/edit", nil),
    ("bytedance/seedream-4.5/text-to-image", "0.038"),
    ("bytedance/seedream-4.5/edit", "0.038"),
    ("bytedance/seedream-5.0/text-to-image", "0.033"),
    ("bytedance/seedream-5.0/edit", "0.033"),
    ("shortapi/z-image/text-to-image", "0.004194304"),
    ("shortapi/flux-1.0/text-to-image", "0.02"),
    ("shortapi/flux-1.0/image-to-image", "0.02"),
    ("midjourney/midjourney-v7/text-to-image", "0.04"),
    ("midjourney/midjourney-v7/image-to-image", "0.04"),
    ("openai/gpt-image-2/text-to-image", "0.06"),
    ("openai/gpt-image-2/edit", "0.06"),
    ("alibaba/wan-2.6/text-to-image", "0.026"),
    ("alibaba/wan-2.6/image-to-image", "0.026"),
    ("google/veo-3.1/text-to-video", "0.64"),
    ("google/veo-3.1/image-to-video", "0.64"),
    ("google/veo-3.1/first-last-frame-to-video", "0.64"),
    ("google/veo-3.1/reference-to-video", "1.28"),
    ("google/veo-3.1/extend-video", "0.56"),
    ("google/veo-3/text-to-video", "0.64"),
    ("google/veo-3/image-to-video", "0.64"),
    ("kwaivgi/kling-3.0/text-to-video", "1.43"),
    ("kwaivgi/kling-3.0/image-to-video", "1.43"),
    ("kwaivgi/kling-3.0/motion-control", nil),
    ("kwaivgi/kling-2.6/text-to-video", "0.3"),
    ("kwaivgi/kling-2.6/image-to-video", "0.3"),
    ("kwaivgi/kling-o1/text-to-video", "0.5"),
    ("kwaivgi/kling-o1/image-to-video", "0.5"),
    ("kwaivgi/kling-o1/video-to-video", nil),
    ("kwaivgi/kling-o3/text-to-video", "0.475"),
    ("kwaivgi/kling-o3/image-to-video", "0.595"),
    ("kwaivgi/kling-o3/video-to-video", nil),
    ("bytedance/seedance-2.0/text-to-video", "1.2"),
    ("bytedance/seedance-2.0/image-to-video", "1.2"),
    ("bytedance/seedance-2.0/omni-reference", nil),
    ("vidu/vidu-q3/text-to-video", "0.6"),
    ("vidu/vidu-q3/image-to-video", "0.6"),
    ("vidu/vidu-q3/start-end-to-video", "0.6"),
    ("vidu/vidu-q3/reference-to-video", "0.4"),
    ("vidu/vidu-q2/text-to-video", "0.875"),
    ("vidu/vidu-q2/image-to-video", "0.325"),
    ("vidu/vidu-q2/start-end-to-video", "0.325"),
    ("vidu/vidu-q2/reference-to-video", nil),
    ("pixverse/pixverse-5.5/text-to-video", "0.298"),
    ("pixverse/pixverse-5.5/image-to-video", "0.298"),
    ("pixverse/pixverse-5.5/transition", "0.51"),
    ("pixverse/pixverse-6.0/text-to-video", "0.19"),
    ("pixverse/pixverse-6.0/image-to-video", "0.19"),
    ("pixverse/pixverse-6.0/transition", "0.19"),
    ("alibaba/wan-2.6/text-to-video", "0.64"),
    ("alibaba/wan-2.6/image-to-video", "0.64"),
    ("alibaba/wan-2.6/reference-to-video", "0.64"),
    ("alibaba/wan-2.7/image-to-video", "0.425"),
    ("suno/suno-v5/generate", "0.1"),
    ("suno/suno-v5.5/generate", nil),
    ("openai/gpt-5.4-nano", nil),
    ("google/gemini-3.1-pro-preview", nil),
    ("alibaba/qwen-3.6-plus", nil),
    ("deepseek/deepseek-v3.2", nil),
  ]

  @Test(arguments: combinations) func combination(_ model: String, _ args: String, price: String?) throws {
    #expect(try amount(model, args) == price.map { try #require(Money($0)) })
  }

  static let combinations: [(model: String, args: String, price: String?)] = [
    // Per image.
    ("google/nano-banana/edit", #"{"num_images":4}"#, "0.12"), ("google/nano-banana/edit", #"{"num_images":"4"}"#, "0.12"),
    ("google/nano-banana/edit", #"{"num_images":7}"#, "0.21"), ("google/nano-banana/edit", #"{"num_images":1000}"#, "30"),
    ("google/nano-banana/edit", #"{"num_images":1001}"#, nil), ("google/nano-banana/edit", #"{"num_images":0}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":-1}"#, nil), ("google/nano-banana/edit", #"{"num_images":1.5}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":2.0}"#, "0.06"), ("google/nano-banana/edit", #"{"num_images":1e400}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":9223372036854775807}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":null}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":true}"#, nil), ("google/nano-banana/edit", #"{"num_images":"many"}"#, nil),
    ("google/nano-banana/edit", #"{"num_images":[2]}"#, nil), ("google/nano-banana/edit", #"{"num_images":""}"#, nil),
    ("bytedance/seedream-5.0/edit", #"{"num_images":6,"mode":"lite"}"#, "0.198"),
    ("bytedance/seedream-5.0/edit", #"{"num_images":6,"mode":"pro"}"#, "0.198"),
    ("bytedance/seedream-4.5/text-to-image", #"{"num_images":3}"#, "0.114"),
    ("alibaba/wan-2.6/image-to-image", #"{"num_images":2}"#, "0.052"),
    // Per request.
    ("google/nano-banana-2/edit", #"{"resolution":"2K"}"#, "0.06"),
    ("google/nano-banana-2/edit", #"{"resolution":"4K"}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":"4k"}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":"8K"}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":null}"#, "0.09"), ("google/nano-banana-2/edit", #"{"resolution":1}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":["1K"]}"#, "0.09"),
    ("google/nano-banana-2/edit", #"{"resolution":"１K"}"#, "0.09"),
    ("google/nano-banana-pro/text-to-image", #"{"resolution":"4K"}"#, "0.12"),
    ("shortapi/flux-1.0/text-to-image", #"{"performance":"schnell","num_images":8}"#, "0.002"),
    ("shortapi/flux-1.0/text-to-image", #"{"performance":"turbo"}"#, "0.02"),
    ("suno/suno-v5/generate", #"{"mode":"custom"}"#, "0.1"),
    ("openai/gpt-image-2/text-to-image", #"{"size":"1536x1024","num_images":0}"#, "0.06"),
    ("midjourney/midjourney-v7/text-to-image", #"{"mode":"relaxed"}"#, "0.04"),
    // Per megapixel.
    ("shortapi/z-image/text-to-image", #"{"resolution":"1.5K"}"#, "0.009437184"),
    ("shortapi/z-image/text-to-image", #"{"resolution":"1K","num_images":4}"#, "0.016777216"),
    ("shortapi/z-image/text-to-image", #"{"resolution":"1.5K","num_images":3,"aspect_ratio":"21:9"}"#, "0.028311552"),
    ("shortapi/z-image/text-to-image", #"{"resolution":"4K"}"#, "0.009437184"),
    ("shortapi/z-image/text-to-image", #"{"num_images":0}"#, nil),
    // Per second, by mode, resolution and sound.
    ("google/veo-3.1/text-to-video", #"{"mode":"quality","resolution":"720p","generate_audio":true,"duration":"4"}"#, "1.28"),
    ("google/veo-3.1/text-to-video", #"{"mode":"quality","resolution":"1080p","generate_audio":false,"duration":"6"}"#, "0.96"),
    ("google/veo-3.1/text-to-video", #"{"mode":"quality","resolution":"4k","generate_audio":true,"duration":"8"}"#, "3.84"),
    ("google/veo-3.1/text-to-video", #"{"mode":"fast","resolution":"4K","generate_audio":true}"#, "2.24"),
    ("google/veo-3.1/text-to-video", #"{"mode":"fast","resolution":"8k","generate_audio":false}"#, "1.92"),
    ("google/veo-3.1/text-to-video", #"{"mode":"other","resolution":"8k","generate_audio":null}"#, "3.84"),
    ("google/veo-3.1/text-to-video", #"{"mode":"fast","generate_audio":"maybe"}"#, "0.96"),
    ("google/veo-3.1/text-to-video", #"{"duration":8}"#, "0.64"),
    ("google/veo-3.1/text-to-video", #"{"duration":"8"}"#, "0.64"),
    ("google/veo-3.1/text-to-video", #"{"duration":"8s"}"#, nil),
    ("google/veo-3.1/text-to-video", #"{"duration":"auto"}"#, nil),
    ("google/veo-3.1/text-to-video", #"{"duration":"-8"}"#, nil), ("google/veo-3.1/text-to-video", #"{"duration":0}"#, nil),
    ("google/veo-3.1/text-to-video", #"{"duration":"0.0"}"#, nil), ("google/veo-3.1/text-to-video", #"{"duration":null}"#, nil),
    ("google/veo-3.1/text-to-video", #"{"duration":86400}"#, "6912"),
    ("google/veo-3.1/text-to-video", #"{"duration":86400.1}"#, nil),
    ("google/veo-3.1/text-to-video", #"{"duration":1e300}"#, nil), ("google/veo-3.1/text-to-video", #"{"duration":{}}"#, nil),
    ("google/veo-3.1/reference-to-video", #"{"resolution":"4k","generate_audio":true}"#, "3.84"),
    ("google/veo-3.1/extend-video", #"{"mode":"quality","generate_audio":true}"#, "2.24"),
    // An exponent that no integer holds the opposite of.
    ("google/veo-3.1/text-to-video", #"{"duration":"1e-9223372036854775808"}"#, nil),
    // A decimal duration is exact, and rounded up to the nano-dollar.
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":7.5}"#, "0.45"),
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":"7.50"}"#, "0.45"),
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":0.1}"#, "0.006"),
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":1e-9}"#, "0.000000001"),
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":5.0000000001}"#, "0.300000001"),
    ("kwaivgi/kling-2.6/text-to-video", #"{"duration":1e-400}"#, nil),
    ("kwaivgi/kling-2.6/text-to-video", #"{"generate_audio":true,"duration":"10"}"#, "1.2"),
    // The sound switch under its other names, and cut off.
    ("kwaivgi/kling-o3/text-to-video", #"{"sound":"on"}"#, "0.595"),
    ("kwaivgi/kling-o3/text-to-video", #"{"sound":"off","mode":"std"}"#, "0.355"),
    ("kwaivgi/kling-o3/text-to-video", #"{"sound":"loud"}"#, "0.595"),
    ("kwaivgi/kling-o3/text-to-video", #"{"duration":15,"sound":"on"}"#, "1.785"),
    ("kwaivgi/kling-o3/image-to-video", #"{"sound":"off"}"#, "0.475"),
    ("kwaivgi/kling-o3/image-to-video", #"{"generate_audio":false}"#, "0.475"),
    ("kwaivgi/kling-3.0/text-to-video", #"{"audio":false}"#, "0.95"),
    ("kwaivgi/kling-3.0/text-to-video", #"{"sound":"off","mode":"std"}"#, "0.715"),
    ("kwaivgi/kling-3.0/text-to-video", #"{"sound":"off","audio":true}"#, "1.43"),
    ("google/veo-3/text-to-video", #"{"sound":"on","audio":true}"#, "0.64"),
    ("google/veo-3/text-to-video", #"{"generate_audio":true}"#, "0.96"),
    // A duration that has no default, or is not all that is paid for.
    ("kwaivgi/kling-3.0/motion-control", #"{"duration":"10"}"#, "1.07"),
    ("kwaivgi/kling-o3/video-to-video", #"{"duration":5}"#, "0.715"),
    ("kwaivgi/kling-o1/video-to-video", #"{"mode":"pro"}"#, nil),
    ("kwaivgi/kling-o1/image-to-video", #"{"mode":"std","duration":"10"}"#, "0.75"),
    ("bytedance/seedance-2.0/omni-reference", #"{"duration":5}"#, nil),
    ("bytedance/seedance-2.0/text-to-video", #"{"mode":"fast","duration":15}"#, "3"),
    ("vidu/vidu-q3/reference-to-video", #"{"mode":"mix","resolution":"1080p","duration":16}"#, "1.92"),
    ("vidu/vidu-q3/reference-to-video", #"{"mode":"mix","resolution":"540p"}"#, "0.6"),
    ("vidu/vidu-q3/text-to-video", #"{"mode":"turbo","resolution":"540p","duration":"1"}"#, "0.032"),
    ("alibaba/wan-2.6/image-to-video", #"{"resolution":"720P"}"#, "0.425"),
    ("alibaba/wan-2.6/image-to-video", #"{"resolution":"1080P","duration":15}"#, "1.92"),
    ("alibaba/wan-2.6/text-to-video", #"{"resolution":"720p","duration":10}"#, "0.85"),
    ("alibaba/wan-2.7/image-to-video", #"{"duration":15}"#, "1.275"),
    ("pixverse/pixverse-6.0/transition", #"{"resolution":"1080p","duration":"8","generate_audio":true}"#, "0.784"),
    // A base and so much per second, and two seconds with a price of their own.
    ("vidu/vidu-q2/text-to-video", #"{"resolution":"540p","duration":"1"}"#, "0.06"),
    ("vidu/vidu-q2/text-to-video", #"{"resolution":"1080p","duration":"10"}"#, "0.6"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"turbo","resolution":"720p","duration":"2"}"#, "0.05"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"turbo","resolution":"720p","duration":2.0}"#, "0.05"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"turbo","resolution":"720p","duration":"3"}"#, "0.19"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"pro","resolution":"540p","duration":"2"}"#, "0.05"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"pro","resolution":"540p","duration":"2.5"}"#, "0.1025"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"pro-fast","resolution":"540p","duration":"5"}"#, "0.18"),
    ("vidu/vidu-q2/start-end-to-video", #"{"mode":"turbo","resolution":"540p","duration":"8"}"#, "0.11"),
    ("vidu/vidu-q2/text-to-video", #"{"duration":"auto"}"#, nil),
    // Per video.
    ("pixverse/pixverse-5.5/text-to-video", #"{"multi_shot":false,"generate_audio":false}"#, "0.17"),
    (
      "pixverse/pixverse-5.5/text-to-video", #"{"multi_shot":true,"generate_audio":false,"duration":"8","resolution":"1080p"}"#,
      "0.85"
    ),
    (
      "pixverse/pixverse-5.5/text-to-video",
      #"{"generate_multi_clip_switch":false,"generate_audio":true,"duration":10,"resolution":"540p"}"#, "0.374"
    ),
    (
      "pixverse/pixverse-5.5/text-to-video",
      #"{"multi_clip":false,"generate_audio":true,"duration":"10","resolution":"1080p"}"#, "0.765"
    ),
    (
      "pixverse/pixverse-5.5/image-to-video",
      #"{"multi_shot":false,"generate_audio":false,"duration":"7","resolution":"360p"}"#, "0.68"
    ),
    ("pixverse/pixverse-5.5/transition", #"{"duration":"10","resolution":"720p","generate_audio":true}"#, "1.309"),
    ("pixverse/pixverse-5.5/transition", #"{"duration":5.0}"#, "0.51"),
    ("pixverse/pixverse-5.5/transition", #"{"duration":"0"}"#, "1.122"),
  ]

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
      "kwaivgi/kling-3.0/motion-control is priced by the second, and the create names no duration"
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
