import Testing

@testable import TollgateCore

@Suite struct CatalogueTests {
  @Test func theEmbeddedFileIsRead() throws {
    let file = try #require(Assets.all.first { $0.name.description == "catalogue.json" })
    let models = try CatalogueReader.models(Array(file.content.description.utf8))
    #expect(models.count == 64)
    #expect(Set(models.map(\.id)).count == 64)
    #expect(Catalogue.builtIn.models.map(\.id) == models.map(\.id))
  }

  @Test func everyModelIsPlausible() throws {
    for model in Catalogue.builtIn.models {
      #expect(model.id.split(separator: "/").count == (model.category == "llm" ? 2 : 3), "\(model.id)")
      #expect(Catalogue.builtIn.model(model.id)?.id == model.id)
      switch model.category {
      case "llm": #expect(model.resultKey == nil, "\(model.id)")
      case "text-to-music": #expect(model.resultKey == "musics", "\(model.id)")
      case "text-to-image", "image-to-image": #expect(model.resultKey == "images", "\(model.id)")
      default: #expect(model.resultKey == "videos", "\(model.id)")
      }
      for argument in model.arguments {
        #expect(["string", "int", "float", "bool", "list"].contains(argument.type), "\(model.id) \(argument.name)")
        #expect(model.argument(argument.name) == argument)
        for value in [argument.defaultValue].compactMap(\.self) + argument.options {
          let isTyped =
            switch argument.type {
            case "int": value.number?.int64 != nil
            case "bool": value.bool != nil
            default: value.string != nil
            }
          #expect(isTyped, "\(model.id) \(argument.name): \(CanonicalJSON.text(value))")
        }
        // A default is one of the options, where the page has both.
        if let value = argument.defaultValue, !argument.options.isEmpty {
          #expect(argument.options.contains(value), "\(model.id) \(argument.name)")
        }
      }
    }
  }

  /// What the tables are selected by is an argument of the model, or on a page that was read in part.
  @Test func everyPriceCanBeSelected() {
    for model in Catalogue.builtIn.models where !model.isTruncated {
      for selector in model.pricing?.selectors ?? [] {
        switch selector {
        case .argument(let name), .audio(let name): #expect(model.argument(name) != nil, "\(model.id) \(name)")
        case .clips: Issue.record("\(model.id) has no switch for clips")
        }
      }
    }
  }

  @Test func knowsExactIDsOnly() {
    #expect(Catalogue.builtIn.model("google/nano-banana") == nil)
    #expect(Catalogue.builtIn.model("google/*") == nil)
    #expect(Catalogue.builtIn.model("Google/nano-banana/edit") == nil)
    #expect(Catalogue.builtIn.model("") == nil)
  }

  @Test(arguments: [
    ("[]", #""models" is not an array"#), ("{\"models\":{}}", #""models" is not an array"#),
    (#"{"models":[{}]}"#, #"a model without "id""#), (#"{"models":[{"id":"x"}]}"#, #"x: "category" or "args" is missing"#),
    (#"{"models":[{"id":"x","category":"c","args":[{}]}]}"#, #"x: an argument without "name" or "type""#),
    (#"{"models":[{"id":"x","category":"c","args":[],"pricing":{}}]}"#, #"x: an unknown "unit" of the price"#),
    (#"{"models":[{"id":"x","category":"c","args":[],"pricing":{"unit":"image"}}]}"#, #"x: a price needs "usd""#),
    (
      #"{"models":[{"id":"x","category":"c","args":[],"pricing":{"unit":"image","usd":0.1}}]}"#,
      "x: not an amount of dollars: 0.1"
    ),
    (
      #"{"models":[{"id":"x","category":"c","args":[],"pricing":{"unit":"image","usd":"-1"}}]}"#,
      #"x: not an amount of dollars: "-1""#
    ),
    (
      #"{"models":[{"id":"x","category":"c","args":[],"pricing":{"unit":"image","by":["mode"],"usd":"1"}}]}"#,
      #"x: the price table has fewer levels than "by""#
    ),
    ("{", "line 1, column 2: expected a member name in double quotes, found the end of the document"),
  ]) func aBadCatalogueIsRefused(_ text: String, description: String) {
    #expect(throws: CatalogueReader.Failure(description: description)) { try CatalogueReader.models(Array(text.utf8)) }
  }

  @Test func timeToLiveIsTheMostSpecificRulesThatNamesOne() {
    let catalogue = Catalogue.builtIn.overriding([
      ModelRule(model: "acme/*", ttl: .limited(.seconds(60))), ModelRule(model: "acme/x", price: .refuse),
      ModelRule(model: "acme/y", ttl: .forever), ModelRule(model: "a*", ttl: .limited(.seconds(5))),
    ])
    #expect(catalogue.timeToLive(model: "acme/x") == .limited(.seconds(60)))
    #expect(catalogue.timeToLive(model: "acme/y") == .forever)
    #expect(catalogue.timeToLive(model: "abc") == .limited(.seconds(5)))
    #expect(catalogue.timeToLive(model: "other") == nil)
    #expect(Catalogue.builtIn.timeToLive(model: "acme/x") == nil)
  }
}
