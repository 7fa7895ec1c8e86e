import Testing
import TollgateTestSupport

@testable import TollgateCore

@Suite("A create is known by the same content with and without a tree of its JSON")
struct CreateIdentifierTests {
  private static let nano = "google/nano-banana/text-to-image"

  private static func paths(_ texts: String...) -> [ArgumentPath] { texts.compactMap { ArgumentPath($0) } }

  /// The vendor's defaults alone, and under rules of every kind.
  static let catalogues: [Catalogue] = [
    .builtIn,
    Catalogue.builtIn.overriding([
      ModelRule(model: "*", price: .cap(Money(nanodollars: 1))),
      ModelRule(model: "google/*", defaults: ["num_images": 2, "a": ["z": 1, "b": [1, 2]], "zz": "é\n", "é": 1]),
      ModelRule(model: "acme/x/y", defaults: ["a": 4, "prompt": "none", "": .null]),
      ModelRule(model: "acme/x/z", ignore: paths("seed")), ModelRule(model: "acme/m", media: paths("image")),
    ]),
    Catalogue.builtIn.overriding([
      ModelRule(model: "*", defaults: ["b": 1, "n": 2]), ModelRule(model: "google/*", ignore: paths("trace.id", "num_images")),
      ModelRule(model: "acme/x/y", defaults: ["quote\"d": 1]),
    ]),
    Catalogue(models: []).overriding([ModelRule(model: "acme/*", defaults: ["n": 1], media: paths("image"))]),
  ]

  private static let models = [nano, "kwaivgi/kling-o3/text-to-video", "acme/x/y", "acme/x/z", "acme/m", "acme/other", "other"]

  /// What is wrong with an identity; `nil` where it is right, or where there is none.
  private static func mistake(_ identity: CreateIdentity?, _ body: [UInt8], _ catalogue: Catalogue) -> String? {
    guard let identity else { return nil }
    guard let request = try? CreateRequest(body: body, catalogue: catalogue) else { return "this is no create" }
    if request.callbackURL != nil { return "there is a callback_url" }
    if JSONString(request.model) != JSONString(identity.model) { return "the model is \(identity.model)" }
    return request.content == identity.content ? nil : "the content is another"
  }

  private struct Tally { var known = 0 }

  /// - Returns: whether the identity is right.
  private static func check(
    _ body: [UInt8], _ catalogue: Catalogue, _ identifier: inout CreateIdentifier, _ tally: inout Tally
  ) -> Bool {
    let identity = identifier.identify(body.span, under: catalogue)
    if identity != nil { tally.known += 1 }
    guard let mistake = mistake(identity, body, catalogue) else { return true }
    Issue.record("\(mistake): \(String(decoding: body, as: UTF8.self))")
    return false
  }

  @Test("100,000 random creates under several catalogues", arguments: 0..<4)
  func randomCreates(part: Int) {
    var generator = DocumentGenerator(random: SeededGenerator(seed: 6000 + UInt64(part)))
    var speller = DocumentSpeller(random: SeededGenerator(seed: 7000 + UInt64(part)))
    var identifier = CreateIdentifier()
    var tally = Tally()
    for round in 0..<25_000 {
      let body = speller.spell(Self.create(&generator))
      guard Self.check(body, Self.catalogues[round % Self.catalogues.count], &identifier, &tally) else { return }
    }
    #expect(tally.known > 4000)
  }

  @Test("100,000 damaged creates under several catalogues", arguments: 0..<4)
  func damagedCreates(part: Int) {
    var mutator = CreateMutator(random: SeededGenerator(seed: 8000 + UInt64(part)))
    var identifier = CreateIdentifier()
    var tally = Tally()
    let bodies = CanonicalScannerTests.bodies
    for round in 0..<25_000 {
      let body = mutator.damaged(Array(bodies[round % bodies.count].utf8))
      guard Self.check(body, Self.catalogues[round / 7 % Self.catalogues.count], &identifier, &tally) else { return }
    }
    #expect(tally.known > 2500)
  }

  @Test("every page of the catalogue, bare and with each of its defaults given")
  func everyModel() throws {
    var identifier = CreateIdentifier()
    for catalogue in Self.catalogues.prefix(2) {
      for model in Catalogue.builtIn.models {
        for given in [nil] + catalogue.defaults(model: model.id).members.map({ Optional($0) }) {
          var args: JSONObject = ["aspect": 1, "prompt": "x"]
          if let given { args[given.name] = 77 }
          let body = CanonicalJSON.encode(["model": .text(model.id), "args": .object(args)])
          let expected = try CreateRequest(body: body, catalogue: catalogue)
          let identity = identifier.identify(body.span, under: catalogue)
          #expect(identity == CreateIdentity(content: expected.content, model: expected.model), "\(model.id)")
        }
      }
    }
  }

  @Test("what is a plain create, and what is left to the parser", arguments: cases)
  func known(_ body: String, catalogue: Int, isKnown: Bool) {
    var identifier = CreateIdentifier()
    let identity = identifier.identify(Array(body.utf8).span, under: Self.catalogues[catalogue])
    #expect((identity != nil) == isKnown)
    #expect(Self.mistake(identity, Array(body.utf8), Self.catalogues[catalogue]) == nil)
  }

  static let cases: [(body: String, catalogue: Int, isKnown: Bool)] = [
    (#"{"model":"\#(nano)","args":{}}"#, 0, true), (#"{"args":{},"model":"nobody/knows"}"#, 0, true),
    (#" { "m\u006fdel" : "a\/b" , "\u0061rgs" : { } , "x" : 1e1 } "#, 0, true),
    (#"{"model":"m","args":{"args":{"args":[]},"model":1,"callback_url":2}}"#, 0, true),
    (#"{"model":"m","args":{},"x":{"args":1}}"#, 0, true), (#"{"model":"\u00e9","args":{}}"#, 0, true),
    // Not a create.
    ("[]", 0, false), ("{}", 0, false), ("", 0, false), (#"{"model":"m"}"#, 0, false), (#"{"args":{}}"#, 0, false),
    (#"{"model":"","args":{}}"#, 0, false), (#"{"model":null,"args":{}}"#, 0, false), (#"{"model":12345,"args":{}}"#, 0, false),
    (#"{"model":["m"],"args":{}}"#, 0, false), (#"{"model":"m","args":[]}"#, 0, false),
    (#"{"model":"m","args":"{}"}"#, 0, false),
    (#"{"model":"m","args":{}} x"#, 0, false), (#"{"model":"m","args":{},"args":{}}"#, 0, false),
    (#"{"model":"m","args":{},"args":1}"#, 0, false), (#"{"model":"m","model":"m","args":{}}"#, 0, false),
    (#"{"model":"m","args":{"a":1,"b":1,"a":1}}"#, 0, false), (#"[{"model":"m","args":{}}]"#, 0, false),
    // Too rare.
    (#"{"model":"m\n","args":{}}"#, 0, false), (#"{"model":"m","args":{"a\"":1}}"#, 0, false),
    // For the writer.
    (#"{"model":"m","args":{},"callback_url":"https://example.com"}"#, 0, false),
    (#"{"model":"m","args":{},"callback_url":null}"#, 0, false),
    // Under rules.
    (#"{"model":"acme/x/y","args":{}}"#, 1, true), (#"{"model":"acme/x/y","args":{"prompt":null,"a":1}}"#, 1, true),
    (#"{"model":"acme/x/z","args":{}}"#, 1, false), (#"{"model":"acme/m","args":{}}"#, 1, false),
    (#"{"model":"acme/x/zz","args":{}}"#, 1, true), (#"{"model":"google/new","args":{}}"#, 1, false),
    (#"{"model":"\#(nano)","args":{}}"#, 1, true), (#"{"model":"\#(nano)","args":{}}"#, 2, false),
    (#"{"model":"kwaivgi/kling-o3/text-to-video","args":{}}"#, 2, true), (#"{"model":"nobody/knows","args":{}}"#, 2, false),
    (#"{"model":"acme/x/y","args":{}}"#, 2, false), (#"{"model":"acme/x","args":{}}"#, 3, false),
    (#"{"model":"other","args":{"n":2}}"#, 3, true),
  ]

  private static func create(_ generator: inout DocumentGenerator) -> TestNode {
    func name(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
    var args: [(name: [UInt32], value: TestNode)] = []
    if case .object(let members) = generator.object(depth: 2) { args = members }
    for argument in ["prompt", "num_images", "n", "seed", "image"] where generator.random.chance(1, in: 2) {
      args.append((name(argument), generator.value(depth: 1)))
    }
    var members = [(name: name("args"), value: TestNode.object(args))]
    members.append((name("model"), .text(models[generator.random.below(models.count)])))
    switch generator.random.below(24) {
    case 0: members.remove(at: generator.random.below(2))
    case 1: members[generator.random.below(2)].value = generator.value(depth: 1)
    case 2: members.append((name("callback_url"), generator.value(depth: 0)))
    case 3..<8: members.append((name("tag"), generator.value(depth: 2)))
    default: break
    }
    return .object(members)
  }
}
