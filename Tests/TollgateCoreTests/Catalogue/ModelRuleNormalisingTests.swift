import Testing
import TollgateTestSupport

@testable import TollgateCore

/// The rules `ignore` and `media` of gateway.yaml.
@Suite struct ModelRuleNormalisingTests {
  private func catalogue(_ rules: [ModelRule]) -> Catalogue { Catalogue.builtIn.overriding(rules) }

  private func sent(_ body: String, _ rules: [ModelRule]) throws -> String {
    String(decoding: try CreateRequest(body: Array(body.utf8), catalogue: catalogue(rules)).normalised, as: UTF8.self)
  }

  private func paths(_ texts: String...) -> [ArgumentPath] { texts.compactMap { ArgumentPath($0) } }

  @Test(
    arguments: [
      (#"{"prompt":"x","trace_id":1}"#, #"{"prompt":"x"}"#), (#"{"trace_id":null}"#, "{}"), ("{}", "{}"),
      (#"{"meta":{"a":2,"run":1}}"#, #"{"meta":{"a":2}}"#), (#"{"meta":[{"run":1},{"b":2},3]}"#, #"{"meta":[{},{"b":2},3]}"#),
      (#"{"meta":{"run":{"x":1}}}"#, #"{"meta":{}}"#), (#"{"meta":"run"}"#, #"{"meta":"run"}"#),
      (#"{"a":{"trace_id":1}}"#, #"{"a":{"trace_id":1}}"#), (#"{"Trace_id":1}"#, #"{"Trace_id":1}"#),
    ])
  func ignored(_ args: String, _ expected: String) throws {
    let rules = [ModelRule(model: "m", ignore: paths("trace_id", "meta.run"))]
    #expect(
      try sent(#"{"model":"m","args":\#(args),"trace_id":1}"#, rules) == #"{"args":\#(expected),"model":"m","trace_id":1}"#)
    #expect(try sent(#"{"model":"n","args":\#(args)}"#, rules) == #"{"args":\#(args),"model":"n"}"#)
  }

  @Test func mediaInListsAndObjects() throws {
    let rules = [ModelRule(model: "m", media: paths("image", "elements.url"))]
    let given =
      #"{"elements":[{"url":"data:,x"},{"url":["data:,x",1]},"data:,x"],"image":["DATA:;BASE64,eA","https://a/b"],"p":"data:,x"}"#
    let expected = """
      {"elements":[{"url":"data:;base64,eA=="},{"url":["data:;base64,eA==",1]},"data:,x"],\
      "image":["data:;base64,eA==","https://a/b"],"p":"data:,x"}
      """
    #expect(try sent(#"{"model":"m","args":\#(given)}"#, rules) == #"{"args":\#(expected),"model":"m"}"#)
  }

  /// Several rules that match count together, and what is ignored is not filled in either.
  @Test func rulesTogether() throws {
    let rules = [
      ModelRule(model: "*", defaults: ["b": 2, "c": 3], ignore: paths("a")), ModelRule(model: "v/*", ignore: paths("b")),
      ModelRule(model: "v/m", defaults: ["a": 4], media: paths("d")),
    ]
    #expect(
      try sent(#"{"model":"v/m","args":{"a":1,"b":1,"d":"data:,x"}}"#, rules)
        == #"{"args":{"c":3,"d":"data:;base64,eA=="},"model":"v/m"}"#)
    #expect(try sent(#"{"model":"w","args":{"a":1}}"#, rules) == #"{"args":{"b":2,"c":3},"model":"w"}"#)
  }

  /// What is not sent has no part in the price.
  @Test func quotesAreOfWhatIsSent() throws {
    let rules = [ModelRule(model: "*", defaults: ["num_images": 4]), ModelRule(model: "x/y", ignore: paths("num_images"))]
    let request = try CreateRequest(body: Array(#"{"model":"x/y","args":{"num_images":9}}"#.utf8), catalogue: catalogue(rules))
    #expect(catalogue(rules).priceClass(model: "x/y", args: request.args).description == "x/y")
    #expect(request.args == JSONObject())
  }

  /// What is hashed is what is sent, byte for byte, whatever the rules make of it (T3).
  @Test func sameContentIfAndOnlyIfSameBytes() throws {
    var random = SeededGenerator(seed: 7)
    let rules = [
      ModelRule(model: "*", defaults: ["n": 1], ignore: paths("t", "o.t")), ModelRule(model: "m", media: paths("i", "o.i")),
    ]
    let catalogue = catalogue(rules)
    let media = ["data:,x", "data:;base64,eA", "DATA:;base64,eA==", "data:;base64,eB==", "https://x", "eA==", "x", "data:,y"]
    func args() -> JSONObject {
      var args = JSONObject()
      if Bool.random(using: &random) { args["t"] = .integer(Int.random(in: 0...9, using: &random)) }
      if Bool.random(using: &random) { args["n"] = .integer(Int.random(in: 1...2, using: &random)) }
      if Bool.random(using: &random) { args["i"] = media.randomElement(using: &random).map(JSONValue.text) }
      if Bool.random(using: &random) { args["o"] = .object(["t": 1, "i": .text(media.randomElement(using: &random) ?? "")]) }
      return args
    }
    var sentBy: [Content: [UInt8]] = [:]
    var contents: [[UInt8]: Content] = [:]
    for _ in 0..<3000 {
      let model: JSONValue = Bool.random(using: &random) ? "m" : "k"
      let body = CanonicalJSON.encode(.object(["model": model, "args": .object(args())]))
      let request = try CreateRequest(body: body, catalogue: catalogue)
      #expect(sentBy.updateValue(request.normalised, forKey: request.content) ?? request.normalised == request.normalised)
      #expect(contents.updateValue(request.content, forKey: request.normalised) ?? request.content == request.content)
      #expect(request.content == Content(hashing: request.normalised))
      // Sending what was sent changes nothing.
      #expect(try CreateRequest(body: request.normalised, catalogue: catalogue).normalised == request.normalised)
    }
    #expect(contents.count > 50 && contents.count < 1500)
  }
}
