import Testing
import TollgateCore

@Suite struct CreateRequestTests {
  private static let nano = "google/nano-banana/text-to-image"

  private func request(_ body: String, _ catalogue: Catalogue = .builtIn) throws -> CreateRequest {
    try CreateRequest(body: Array(body.utf8), catalogue: catalogue)
  }

  private func normalised(_ body: String, _ catalogue: Catalogue = .builtIn) throws -> String {
    String(decoding: try request(body, catalogue).normalised, as: UTF8.self)
  }

  @Test func bringsABodyToItsNormalForm() throws {
    let body = """
      { "model": "\(Self.nano)", "zebra": [1.0], "callback_url": "https://example.com/done",
        "args": {"prompt": "a \\u0063at", "aspect_ratio": "1:1"} }
      """
    let request = try request(body)
    #expect(request.model == Self.nano)
    #expect(request.callbackURL == "https://example.com/done")
    #expect(request.args == ["prompt": "a cat", "aspect_ratio": "1:1", "num_images": 1])
    let args = #"{"aspect_ratio":"1:1","prompt":"a cat"}"#
    #expect(
      String(decoding: request.canonical, as: UTF8.self)
        == #"{"args":\#(args),"callback_url":"https://example.com/done","model":"\#(Self.nano)","zebra":[1]}"#)
    let sent = #"{"args":{"aspect_ratio":"1:1","num_images":1,"prompt":"a cat"},"model":"\#(Self.nano)","zebra":[1]}"#
    #expect(String(decoding: request.normalised, as: UTF8.self) == sent)
    #expect(request.content == Content(hashing: Array(sent.utf8)))
  }

  /// Computed with another program: `printf '{"args":{},"model":"x"}' | sha256sum`.
  @Test func contentIsTheSHA256OfWhatIsSent() throws {
    let content = try request(#"{"model":"x","args":{}}"#).content
    #expect(content.description == "1b39e760ef49c7823142499ed0c4f154f2e8ad28becbf7d7a2a0ea0ef49248ce")
    #expect(content.bytes.count == 32)
    #expect(Content(digest: content.bytes) == content)
    #expect(Content(digest: Array(content.bytes.dropLast())) == nil)
    #expect(Content(digest: content.bytes + [0]) == nil)
  }

  @Test(arguments: [
    #""https://example.com""#, #""CALLBACK_URL""#, "null", "1", "{}", "[]", "false",
  ]) func aCallbackURLOfAnyTypeIsNeitherSentNorHashed(_ value: String) throws {
    let plain = try request(#"{"model":"x","args":{}}"#)
    let with = try request(#"{"model":"x","args":{},"callback_url":\#(value)}"#)
    #expect(with.content == plain.content)
    #expect(with.normalised == plain.normalised)
    #expect(with.canonical != plain.canonical)
    #expect((with.callbackURL != nil) == (value != "null"))
  }

  @Test func absentAndDefaultAreOneRequestAndNullIsAnother() throws {
    func content(_ more: String) throws -> Content {
      try request(#"{"model":"\#(Self.nano)","args":{"prompt":"x"\#(more)}}"#).content
    }
    #expect(try content("") == content(#","num_images":1"#))
    #expect(try content("") == content(#","num_images":1.0"#))
    #expect(try content("") != content(#","num_images":2"#))
    #expect(try content("") != content(#","num_images":"1""#))
    #expect(try content("") != content(#","num_images":null"#))
    #expect(try content(#","duration":"5""#) != content(#","duration":5"#))
  }

  @Test func entriesReadInPartGetNoDefaults() throws {
    let body = #"{"args":{"prompt":"x"},"model":"kwaivgi/kling-o3/text-to-video"}"#
    #expect(try #require(Catalogue.builtIn.model("kwaivgi/kling-o3/text-to-video")).isTruncated)
    #expect(try normalised(body) == body)
  }

  @Test func everyDefaultOfEveryCompleteEntryIsFilledIn() throws {
    for model in Catalogue.builtIn.models {
      let bare = try request(#"{"model":"\#(model.id)","args":{}}"#)
      let expected = model.isTruncated ? [] : model.arguments.filter { $0.defaultValue != nil }
      #expect(bare.args.count == expected.count, "\(model.id)")
      for argument in expected {
        #expect(bare.args[argument.name] == argument.defaultValue, "\(model.id)")
      }
      #expect(try request(String(decoding: bare.normalised, as: UTF8.self)).content == bare.content, "\(model.id)")
    }
  }

  @Test func configuredDefaultsAreFilledInByTheMostSpecificRule() throws {
    let catalogue = Catalogue.builtIn.overriding([
      ModelRule(model: "*", defaults: ["a": 1, "b": 1, "c": 1, "d": 1]),
      ModelRule(model: "acme/x/*", defaults: ["a": 3, "b": 3]),
      ModelRule(model: "acme/x/y", defaults: ["a": 4]),
      ModelRule(model: "acme/*", defaults: ["a": 2, "b": 2, "c": 2]),
      ModelRule(model: "google/*", defaults: ["num_images": 2]),
      ModelRule(model: "kwaivgi/kling-o3/text-to-video", defaults: ["mode": "std"]),
    ])
    #expect(
      try normalised(#"{"model":"acme/x/y","args":{}}"#, catalogue) == #"{"args":{"a":4,"b":3,"c":2,"d":1},"model":"acme/x/y"}"#
    )
    #expect(
      try normalised(#"{"model":"acme/x/y","args":{"a":null}}"#, catalogue)
        == #"{"args":{"a":null,"b":3,"c":2,"d":1},"model":"acme/x/y"}"#)
    #expect(try request(#"{"model":"\#(Self.nano)","args":{}}"#, catalogue).args["num_images"] == 2)
    #expect(try request(#"{"model":"kwaivgi/kling-o3/text-to-video","args":{}}"#, catalogue).args["mode"] == "std")
    #expect(try request(#"{"model":"kwaivgi/kling-o3/text-to-video","args":{}}"#, catalogue).args["duration"] == nil)
  }

  @Test(arguments: refusals) func saysWhatIsWrong(_ body: String, error: CreateRequestError, sentence: String) {
    #expect(throws: error) { try request(body) }
    #expect(error.description == sentence)
  }

  private static let remedy = #"Send {"model": "<vendor>/<model>/<task>", "args": {…}}."#
  static let refusals: [(body: String, error: CreateRequestError, sentence: String)] = [
    ("[]", .notAnObject(found: "an array"), "The body must be one JSON object, not an array. \(remedy)"),
    ("null", .notAnObject(found: "null"), "The body must be one JSON object, not null. \(remedy)"),
    (#""x""#, .notAnObject(found: "a string"), "The body must be one JSON object, not a string. \(remedy)"),
    ("{}", .missingModel, "The member \"model\" is missing. \(remedy)"),
    (#"{"Model":"x","args":{}}"#, .missingModel, "The member \"model\" is missing. \(remedy)"),
    (
      #"{"model":1,"args":{}}"#, .modelNotAString(found: "a number"),
      "The member \"model\" must be a string, not a number. \(remedy)"
    ),
    (
      #"{"model":null,"args":{}}"#, .modelNotAString(found: "null"),
      "The member \"model\" must be a string, not null. \(remedy)"
    ),
    (#"{"model":"","args":{}}"#, .emptyModel, "The member \"model\" is empty. \(remedy)"),
    (#"{"model":"x"}"#, .missingArgs, "The member \"args\" is missing: the model's arguments belong into it. \(remedy)"),
    (
      #"{"model":"x","args":"{}"}"#, .argsNotAnObject(found: "a string"),
      "The member \"args\" must be an object, not a string. \(remedy)"
    ),
    (
      #"{"model":"x","args":[]}"#, .argsNotAnObject(found: "an array"),
      "The member \"args\" must be an object, not an array. \(remedy)"
    ),
    (
      #"{"model":"x","args":true}"#, .argsNotAnObject(found: "a boolean"),
      "The member \"args\" must be an object, not a boolean. \(remedy)"
    ),
  ]

  @Test func saysWhereASyntaxErrorIs() {
    do throws(CreateRequestError) {
      _ = try CreateRequest(body: Array("{\"model\":\"x\",\n\"args\":{\"a\":1,\"a\":1}}".utf8), catalogue: .builtIn)
      Issue.record("accepted")
    } catch {
      #expect(error.description == "The body is not strict JSON: line 2, column 15: duplicate member \"a\".")
    }
  }

  /// Shapes on which two parsers might disagree: each is refused, or one content with one sent form.
  @Test(arguments: [
    (#""x":1"#, #""x":1.0"#), (#""x":1"#, #""x":10e-1"#), (#""x":0"#, #""x":-0"#), (#""x":"A""#, #""x":"\u0041""#),
    (#""x":"/""#, #""x":"\/""#),
    (#""x":"é""#, #""x":"\u00e9""#), (#""x":"😀""#, #""x":"\ud83d\ude00""#), (#""x":[]"#, #" "x" : [ ] "#),
    (#""x":{},"y":1"#, #""y":1,"x":{}"#),
    (#""x":9007199254740993"#, #""x":9007199254740993.0"#), (#""x":1e2"#, #""x":100"#), (#""x":"\u0000""#, #""x":"\u0000""#),
  ]) func spellingsOfOneValueAreOneContent(_ left: String, _ right: String) throws {
    for place in [
      "{\"model\":\"m\",\"args\":{@}}", "{\"model\":\"m\",\"args\":{\"deep\":[{@}]}}", "{\"model\":\"m\",\"args\":{},@}",
    ] {
      let first = try request(place.replacing("@", with: left))
      let second = try request(place.replacing("@", with: right))
      #expect(first.content == second.content)
      #expect(first.normalised == second.normalised)
    }
  }

  @Test(arguments: [
    (#""x":1"#, #""x":"1""#), (#""x":"é""#, #""x":"e\u0301""#), (#""x":null"#, ""), (#""x":null"#, #""x":false"#),
    (#""x":{}"#, #""x":[]"#),
    (#""x":9007199254740993"#, #""x":9007199254740992"#), (#""x":0.1"#, #""x":0.1000000000000000055"#),
    (#""x":"\u2028""#, #""x":"\n""#),
    (#""x":1e400"#, #""x":1e399"#), (#""x":"a""#, #""x":"a ""#), (#""x":"a""#, #""X":"a""#), (#""x":[1,2]"#, #""x":[2,1]"#),
    (#""x":"\u03a9""#, #""x":"\u2126""#),
  ]) func valuesThatDifferAreTwoContents(_ left: String, _ right: String) throws {
    for place in [
      "{\"model\":\"m\",\"args\":{@}}", "{\"model\":\"m\",\"args\":{\"deep\":[{@}]}}", "{\"args\":{},\"model\":\"m\"#@}",
    ] {
      func body(_ member: String) -> String {
        place.replacing("#@", with: member.isEmpty ? "" : "," + member).replacing("@", with: member)
      }
      let first = try request(body(left))
      let second = try request(body(right))
      #expect(first.content != second.content)
      #expect(first.normalised != second.normalised)
    }
  }
}
