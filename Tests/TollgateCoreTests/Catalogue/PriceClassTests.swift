import Testing

@testable import TollgateCore

/// What the creates have in common that a price is remembered for.
@Suite struct PriceClassTests {
  @Test(arguments: classes) func classOfACreate(_ model: String, _ args: String, terms: String) throws {
    let text = Catalogue.builtIn.priceClass(model: model, args: try object(args)).description
    #expect(text == (terms.isEmpty ? model : "\(model) \(terms)"))
  }

  static let classes: [(model: String, args: String, terms: String)] = [
    // The rows that are asked for, by the create or by a default.
    (
      "google/veo-3.1/text-to-video", #"{"generate_audio":true,"resolution":"1080p","duration":"8"}"#,
      "mode=fast resolution=720p,1080p generate_audio=audio duration=8"
    ),
    (
      "google/veo-3.1/text-to-video", #"{"generate_audio":true,"prompt":"a cat","aspect_ratio":"9:16","seed":7}"#,
      "mode=fast resolution=720p,1080p generate_audio=audio duration=8"
    ),
    (
      "google/veo-3.1/text-to-video", #"{"mode":"QUALITY","resolution":"4K"}"#,
      "mode=quality resolution=4k generate_audio=no_audio duration=8"
    ),
    ("google/nano-banana/edit", "{}", "num_images=1"), ("google/nano-banana-2/edit", "{}", "resolution=1K num_images=1"),
    ("suno/suno-v5/generate", #"{"mode":"custom"}"#, "mode=custom"), ("openai/gpt-image-2/edit", "{}", ""),
    ("kwaivgi/kling-o3/text-to-video", #"{"sound":"on"}"#, "mode=pro sound=audio duration=5"),
    (
      "pixverse/pixverse-5.5/text-to-video", #"{"multi_clip":true,"audio":false,"duration":10}"#,
      "clips=multi generate_audio=no_audio resolution=720p duration=10"
    ),
    ("shortapi/z-image/text-to-image", #"{"resolution":"1.5K"}"#, "resolution=1.5K num_images=1"),
    // Values that no row knows, and values that are not there.
    (
      "google/veo-3.1/text-to-video", #"{"mode":"other","resolution":"8k","generate_audio":null,"duration":"auto"}"#,
      "mode=? resolution=? generate_audio=? duration=?"
    ),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"other","resolution":"540p"}"#, "mode=? resolution=540p duration=5"),
    ("vidu/vidu-q2/image-to-video", #"{"mode":"pro-fast","resolution":"540p"}"#, "mode=pro-fast resolution=? duration=5"),
    ("suno/suno-v5/generate", "{}", "mode=?"),
    ("shortapi/z-image/text-to-image", #"{"resolution":"4K"}"#, "resolution=? num_images=1"),
    (
      "pixverse/pixverse-5.5/text-to-video", #"{"duration":7}"#,
      "clips=? generate_audio=? resolution=720p duration=7"
    ),
    // Quantities, also where the price rule does not count them.
    ("google/nano-banana/edit", #"{"num_images":"4"}"#, "num_images=4"),
    ("google/nano-banana/edit", #"{"num_images":"04.0"}"#, "num_images=4"),
    ("google/nano-banana/edit", #"{"num_images":4.0,"duration":5}"#, "num_images=4 duration=5"),
    ("google/nano-banana/edit", #"{"num_images":null}"#, "num_images=?"),
    ("google/nano-banana/edit", #"{"num_images":1e300}"#, "num_images=?"),
    ("shortapi/flux-1.0/text-to-image", #"{"num_images":8}"#, "performance=dev num_images=8"),
    ("kwaivgi/kling-3.0/motion-control", "{}", "mode=std"),
    ("kwaivgi/kling-o1/text-to-video", #"{"duration":"7.50"}"#, "mode=pro duration=7.5"),
    ("kwaivgi/kling-o1/text-to-video", #"{"duration":-0.0}"#, "mode=pro duration=0"),
    ("kwaivgi/kling-o1/text-to-video", #"{"duration":"-1e-3"}"#, "mode=pro duration=-0.001"),
    ("kwaivgi/kling-o1/text-to-video", #"{"duration":"1e-9223372036854775808"}"#, "mode=pro duration=?"),
    // Models without a price, and models that nobody knows.
    ("google/nano-banana-pro/edit", #"{"num_images":2}"#, "num_images=2"), ("deepseek/deepseek-v3.2", "{}", ""),
    ("acme/new", "{}", ""), ("acme/new", #"{"num_images":"2","duration":5.0,"mode":"fast"}"#, "num_images=2 duration=5"),
  ]

  @Test func configuredDefaultsCount() {
    let catalogue = Catalogue.builtIn.overriding([
      ModelRule(model: "acme/*", price: .fixed(.zero), defaults: ["duration": "10"]),
      ModelRule(model: "google/*", defaults: ["resolution": "4K"]),
    ])
    #expect(catalogue.priceClass(model: "acme/new", args: [:]).description == "acme/new duration=10")
    #expect(catalogue.priceClass(model: "acme/new", args: ["duration": 5]).description == "acme/new duration=5")
    #expect(
      catalogue.priceClass(model: "google/nano-banana-2/edit", args: [:]).description
        == "google/nano-banana-2/edit resolution=4K num_images=1")
  }

  /// Whatever a client sends as its model, the text is short, printable, and of this model alone.
  @Test func noModelIsTakenForAnother() {
    let long = String(repeating: "x", count: PriceClass.longestModel)
    let cut = Catalogue.builtIn.priceClass(model: long + "x", args: [:]).description
    let models = [
      "", " ", "acme/new", "acme/new ", "acme/new duration=5", "acme/new~", "acme/\u{e9}", "acme/e\u{301}", "acme/\u{0}",
      "acme/\u{1b}[2J", "acme/\r\n", long, long + "x", long + "y", cut, String(repeating: "\u{1f4a5}", count: 10_000),
    ]
    var classes: Set<PriceClass> = []
    for model in models {
      for args: JSONObject in [[:], ["duration": "0.123456789012345678", "num_images": "-0.123456789012345678"]] {
        let text = Catalogue.builtIn.priceClass(model: model, args: args)
        #expect(text.description.utf8.count <= 256)
        #expect(text.description.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        classes.insert(text)
      }
    }
    #expect(classes.count == 2 * models.count)
    #expect(Catalogue.builtIn.priceClass(model: long, args: [:]).description == long)
    #expect(cut.hasPrefix(String(repeating: "x", count: 63) + "~"))
    #expect(Catalogue.builtIn.priceClass(model: "acme/new", args: ["duration": 5]).description == "acme/new duration=5")
  }
}
