import Testing
import TollgateConfiguration
import TollgateCore

@Suite struct ModelRuleTests {
  @Test func everything() throws {
    let yaml = """
      models:
        "acme/new-model/text-to-image": {price: 0.050000001, ttl: 30d, defaults: {num_images: 1}}
        acme/*: {price: refuse, ttl: forever}
        "*": {price: 1.00}
        x: {ignore: [trace_id, "meta.run"], media: [image_url]}
        y: {ignore: []}
      """
    #expect(
      try parse(yaml).modelRules == [
        ModelRule(
          model: "acme/new-model/text-to-image", price: .fixed(Money(nanodollars: 50_000_001)),
          ttl: .limited(.seconds(2_592_000)),
          defaults: ["num_images": 1]),
        ModelRule(model: "acme/*", price: .refuse, ttl: .forever),
        ModelRule(model: "*", price: .cap(Money(nanodollars: 1_000_000_000))),
        ModelRule(model: "x", ignore: [path("trace_id"), path("meta.run")], media: [path("image_url")]),
        ModelRule(model: "y"),
      ])
  }

  private func path(_ text: String) throws -> ArgumentPath { try #require(ArgumentPath(text)) }

  /// What is ignored is not sent: then the price that the catalogue knows would not be that of the create.
  @Test(
    arguments: [
      ("google/veo-3.1/text-to-video", "duration", "google/veo-3.1/text-to-video"),
      ("google/*", "resolution", "google/"), ("*", "num_images", ""), ("*", "generate_audio", ""),
    ])
  func whatPricesDependOnIsNotIgnored(_ model: String, _ argument: String, _ priced: String) throws {
    let found = problems("models:\n  \"\(model)\":\n    ignore: [seed, \(argument)]")
    let problem = try #require(found.first)
    #expect(found.count == 1)
    #expect(problem.hasPrefix("gateway.yaml:3: models[\(model)].ignore has \"\(argument)\", which the price of \(priced)"))
    #expect(problem.hasSuffix(" depends on; take it out."))
  }

  @Test func whatIsIgnoredHasNoDefault() {
    #expect(
      problems("models:\n  a:\n    defaults: {seed: 1}\n    ignore: [seed]") == [
        #"gateway.yaml:4: models[a].ignore has "seed", which has a default too; take it out of one of them."#
      ])
  }

  @Test(arguments: ["a.", ".a", "a..b", ""])
  func argumentPaths(_ text: String) {
    #expect(
      problems("models: {a: {media: ['\(text)']}}") == [
        """
        gateway.yaml:1: models[a].media[0] is "\(text)", but must be the name of an argument such as image_url, or a path such \
        as image.url.
        """
      ])
  }

  @Test(
    arguments: [
      ("null", .null), ("~", .null), ("", .null), ("true", true), ("false", false), ("1", 1), ("-5", -5), ("'1'", "1"),
      ("\"true\"", "true"),
      ("!!str 1", "1"), ("16:9", "16:9"), ("1K", "1K"), ("1:30", "1:30"), ("...", "..."), ("1 2", "1 2"),
      ("cats & dogs", "cats & dogs"),
      ("${N}", 4), ("'${N}'", "4"), ("[1, a, [true]]", [1, "a", [true]]),
      ("{b: 1, a: {c: null}}", ["a": ["c": .null], "b": 1]),
      ("2027-01-01", "2027-01-01"), ("costs $$5", "costs $5"), ("é", "é"),
    ] as [(String, JSONValue)])
  func defaults(_ yaml: String, _ value: JSONValue) throws {
    let configuration = try parse("models:\n  a:\n    defaults:\n      x: \(yaml)", ["N": "4"])
    #expect(configuration.modelRules.first?.defaults == ["x": value])
  }

  @Test(arguments: [("0.5", "0.5"), ("1.50", "1.5"), ("1e3", "1000"), ("12345678901234567890", "12345678901234567890")])
  func numbersAreExact(_ yaml: String, _ text: String) throws {
    #expect(try parse("models: {a: {defaults: {x: \(yaml)}}}").modelRules.first?.defaults["x"]?.number?.text == text)
  }

  @Test(arguments: ["yes", "No", "ON", "off", "y", "TRUE", "Null", "False"])
  func doubtfulWords(_ text: String) {
    #expect(
      problems("models:\n  a:\n    defaults:\n      x: \(text)") == [
        #"""
        gateway.yaml:4: models[a].defaults.x is "\#(text)", which YAML's versions read differently; write true, false or \#
        null, or put it in quotes.
        """#
      ])
  }

  @Test(arguments: ["01", "+1", ".5", "5.", "0x1F", "0o17", "0b1", "1_000", ".inf", "-.INF", ".NaN"])
  func doubtfulNumbers(_ text: String) {
    #expect(
      problems("models:\n  a:\n    defaults: {x: \(text)}") == [
        #"""
        gateway.yaml:3: models[a].defaults.x is "\#(text)", which may be a number or a text; write it as in JSON, or put it \#
        in quotes.
        """#
      ])
  }

  static let mistakes: [Mistake] = [
    Mistake(
      "models: {a: {price: 1e-2}}",
      #"""
      gateway.yaml:1: models[a].price is "1e-2", but must be an amount of dollars such as 0.05 with at most 9 places, or \#
      refuse.
      """#
    ),
    Mistake(
      "models: {a: {price: -1}}",
      #"""
      gateway.yaml:1: models[a].price is "-1", but must be an amount of dollars such as 0.05 with at most 9 places, or \#
      refuse.
      """#
    ),
    Mistake(
      "models: {a: {price: 0.0000000001}}",
      #"""
      gateway.yaml:1: models[a].price is "0.0000000001", but must be an amount of dollars such as 0.05 with at most 9 \#
      places, or refuse.
      """#
    ),
    Mistake(
      "models: {'*': {price: 0}}",
      #"""
      gateway.yaml:1: models[*].price is "0", but must be refuse, or the most that a model without a known price may cost, \#
      in dollars such as 1.00.
      """#
    ),
    Mistake(
      "models: {'a b': {}}",
      #"""
      gateway.yaml:1: models has "a b", but must name a model such as "google/veo-3/text-to-video", or the beginning of one \#
      and a * such as "google/*".
      """#
    ),
    Mistake(
      "models: {'*/x': {}}",
      #"""
      gateway.yaml:1: models has "*/x", but must name a model such as "google/veo-3/text-to-video", or the beginning of one \#
      and a * such as "google/*".
      """#
    ),
  ]

  @Test(arguments: mistakes)
  func refused(_ mistake: Mistake) {
    #expect(problems(mistake.yaml) == [mistake.sentence])
  }
}
