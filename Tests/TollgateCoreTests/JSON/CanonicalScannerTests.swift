import BasicContainers
import Testing
import TollgateTestSupport

@testable import TollgateCore

/// The scanner knows the tables of the other suites through ``canonicalText(_:)``.
@Suite("The scanner gives the bytes of parser and writer, or leaves it to them")
struct CanonicalScannerTests {
  /// Bodies as clients send them: by hand, from Python and from JavaScript, and with everything that JSON has.
  static let bodies: [String] = [
    #"{"model":"google/nano-banana/text-to-image","args":{"prompt":"a cat","aspect_ratio":"1:1"}}"#,
    #"{"model": "google/nano-banana-2/text-to-image", "args": {"prompt": "A \"quiet\" harbour\nat dawn", "resolution": "1K"}}"#,
    #"{"model": "x/y", "args": {"prompt": "caf\u00e9 \ud83d\ude00 \u4e2d", "strength": 0.70, "seed": 12345678901, "n": 1e2}}"#,
    """
    {
      "args" : { "z" : [ 1, -2.5, { "b" : null, "a" : true } ], "image" : "data:image/png;base64,iVBORw0KGgo\\/AAAA==",
        "Prompt" : "中文字, \u{1F600}é", "" : { }, "list" : [ ] },
      "model" : "acme/x/y", "tag" : { "k2" : 1, "k10" : 2, "k1" : 3 }
    }
    """,
  ]

  @Test("100,000 random documents, read one after the other", arguments: 0..<4)
  func randomDocuments(part: Int) {
    var generator = DocumentGenerator(random: SeededGenerator(seed: 3000 + UInt64(part)))
    var speller = DocumentSpeller(random: SeededGenerator(seed: 4000 + UInt64(part)))
    var comparison = ScannerComparison()
    for _ in 0..<25_000 {
      let node = generator.value(depth: 1 + generator.random.below(4))
      guard comparison.expectAgreement(speller.spell(node)) else { return }
    }
    #expect(comparison.read > 15_000)
  }

  @Test("100,000 damaged bodies", arguments: 0..<4)
  func damagedBodies(part: Int) {
    var mutator = CreateMutator(random: SeededGenerator(seed: 5000 + UInt64(part)))
    var comparison = ScannerComparison()
    for round in 0..<25_000 {
      let body = Self.bodies[round % Self.bodies.count]
      guard comparison.expectAgreement(mutator.damaged(Array(body.utf8))) else { return }
    }
    #expect(comparison.read > 5000)
  }

  @Test("every body is refused wherever it is cut off", arguments: bodies)
  func cutOff(_ body: String) {
    let bytes = Array(body.utf8)
    var comparison = ScannerComparison()
    for end in 0...bytes.count { comparison.expectAgreement(Array(bytes[..<end])) }
    #expect(comparison.read == 1)
  }

  @Test("members in any order, of any number, some of them twice", arguments: [1, 2, 3, 31, 32, 33, 34, 100, 1000])
  func members(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    var comparison = ScannerComparison()
    for round in 0..<50 {
      // Names of which one begins as another.
      var names = (0..<count).map { "k" + String($0, radix: 2) }
      if round % 5 == 4, count > 1 { names[random.below(count)] = names[random.below(count)] }
      if round % 2 == 0 { names.shuffle(using: &random) } else { names.swapAt(random.below(count), random.below(count)) }
      let text = "[{" + names.map { "\"\($0)\":\(random.below(1000))" }.joined(separator: ",") + "}]"
      comparison.expectAgreement(Array(text.utf8))
    }
    #expect(comparison.read >= 40)
  }

  /// Quadratic work would take minutes.
  @Test("a hundred thousand members", .timeLimit(.minutes(15)))
  func manyMembers() {
    let members = (0..<100_000).map { "\"k\(($0 * 37_501) % 100_000)\":0" }
    let text = "{" + members.joined(separator: ",")
    var comparison = ScannerComparison()
    comparison.expectAgreement(Array((text + "}").utf8))
    comparison.expectAgreement(Array((text + ",\"k5\":1}").utf8))
    #expect(comparison.read == 1)
  }

  @Test("a large body leaves nothing behind")
  func givesMemoryBack() {
    var scanner = CanonicalScanner()
    let long = Array("{\"b\":\"\(String(repeating: "x", count: 2 * CanonicalScanner.keptBytes))\",\"a\":1}".utf8)
    let isLongRead = scanner.read(long.span)
    let isShortRead = scanner.read(Array("{\"b\":2,\"a\":1}".utf8).span)
    #expect(isLongRead && isShortRead)
    let text = String(decoding: scanner.canonicalBytes, as: UTF8.self)
    let capacities = [scanner.canonical.capacity, scanner.sorting.capacity]
    #expect(text == #"{"a":1,"b":2}"#)
    #expect(capacities.allSatisfy { $0 <= CanonicalScanner.keptBytes })
  }

  /// Else every document would be copied and allocated anew.
  @Test("the buffers are the same for document after document", arguments: bodies)
  func keepsItsBuffers(_ body: String) {
    var scanner = CanonicalScanner()
    let bytes = Array(body.utf8)
    _ = scanner.read(bytes.span)
    let before = scanner.addresses
    for _ in 0..<10 { _ = scanner.read(bytes.span) }
    let after = scanner.addresses
    #expect(after == before)
  }
}

extension CanonicalScanner {
  fileprivate var addresses: [UInt] {
    [
      unsafe canonical.span.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) },
      unsafe sorting.span.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) },
      unsafe members.span.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) },
    ]
  }
}
