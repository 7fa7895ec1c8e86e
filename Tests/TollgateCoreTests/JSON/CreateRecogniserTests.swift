import Testing
import TollgateTestSupport

@testable import TollgateCore

@Suite("Creates of which the bytes came before")
struct CreateRecogniserTests {
  private static func body(_ prompt: String, model: String = "google/nano-banana-2/text-to-image") -> [UInt8] {
    Array(#"{"model":"\#(model)","args":{"prompt":"\#(prompt)"}}"#.utf8)
  }

  /// More bodies than there are places, each asked about three times and in two orders: every answer is that of a fresh reading.
  @Test func theAnswerIsThatOfReading() {
    var recogniser = CreateRecogniser(catalogue: .builtIn)
    let bodies = (0..<1000).map { Self.body("a lighthouse \($0)") }
    for order in [bodies, bodies.reversed(), bodies] {
      for body in order {
        var identifier = CreateIdentifier()
        let expected = identifier.identify(body.span, under: .builtIn)
        #expect(expected != nil && recogniser.identify(body.span) == expected)
        #expect(recogniser.identify(body.span) == expected, "at once the second time")
      }
    }
  }

  @Test func oneByteMakesAnotherCreate() {
    var recogniser = CreateRecogniser(catalogue: .builtIn)
    let body = Self.body("the same prompt but for one letter, somewhere")
    let identity = recogniser.identify(body.span)
    for index in body.indices {
      var other = body
      other[index] ^= 1
      var identifier = CreateIdentifier()
      #expect(recogniser.identify(other.span) == identifier.identify(other.span, under: .builtIn), "byte \(index)")
    }
    #expect(recogniser.identify(body.span) == identity)
  }

  @Test func twoBodiesAtOnePlaceAreToldApart() throws {
    var first: [Int: [UInt8]] = [:]
    var pair: ([UInt8], [UInt8])?
    for number in 0..<300 where pair == nil {
      let body = Self.body("\(number)")
      let place = RecentBodies.place(of: RecentBodies.hash(of: body.span))
      if let other = first[place] { pair = (other, body) }
      first[place] = body
    }
    let (one, other) = try #require(pair)
    var recogniser = CreateRecogniser(catalogue: .builtIn)
    let identities = [one, other, one, other].map { recogniser.identify($0.span) }
    #expect(identities[0] == identities[2] && identities[1] == identities[3] && identities[0] != identities[1])
  }

  @Test func theSameHashIsNoProof() {
    var bodies = RecentBodies()
    let (one, other) = (Self.body("one"), Self.body("other"))
    var identifier = CreateIdentifier()
    guard let identity = identifier.identify(one.span, under: .builtIn) else {
      Issue.record("a plain create")
      return
    }
    bodies.remember(one.span, as: identity, hash: 7)
    #expect(bodies.identity(of: one.span, hash: 7) == identity)
    #expect(bodies.identity(of: other.span, hash: 7) == nil)
    #expect(bodies.identity(of: one.span, hash: 8) == nil)
  }

  @Test(arguments: [RecentBodies.longestBody, RecentBodies.longestBody + 1, 100_000]) func longBodiesAreRead(count: Int) {
    var recogniser = CreateRecogniser(catalogue: .builtIn)
    let body = Self.body(String(repeating: "x", count: count - Self.body("").count))
    var identifier = CreateIdentifier()
    let expected = identifier.identify(body.span, under: .builtIn)
    #expect(body.count == count && expected != nil)
    for _ in 0..<3 { #expect(recogniser.identify(body.span) == expected) }
  }

  /// What is not a plain create is not remembered as one, nor under another catalogue.
  @Test func whatCannotBeIdentifiedNeverIs() {
    var recogniser = CreateRecogniser(catalogue: .builtIn)
    for text in ["", "{", "[]", #"{"model":"a/b/c","args":{},"callback_url":"https://a.example"}"#] {
      for _ in 0..<2 { #expect(recogniser.identify(Array(text.utf8).span) == nil) }
    }
  }
}
