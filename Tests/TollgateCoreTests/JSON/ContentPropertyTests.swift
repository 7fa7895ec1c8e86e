import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

/// Seeded pairs of creates: the same values in two spellings, and values that differ in one place. 100,000 pairs, or as many as
/// `TOLLGATE_TEST_PROPERTY_PAIRS` says.
@Suite struct ContentPropertyTests {
  private static let parts = 4
  private static let pairs = ProcessInfo.processInfo.environment["TOLLGATE_TEST_PROPERTY_PAIRS"].flatMap(Int.init) ?? 100_000

  @Test(arguments: 0..<parts) func contentIsEqualExactlyWhenWhatIsSentIsEqual(part: Int) throws {
    var generator = DocumentGenerator(random: SeededGenerator(seed: 1000 + UInt64(part)))
    var speller = DocumentSpeller(random: SeededGenerator(seed: 2000 + UInt64(part)))
    // A round makes two pairs.
    for round in 0..<Self.pairs / (2 * Self.parts) {
      let original = Self.create(&generator)
      let body = speller.spell(original.node)
      let again = speller.spell(original.node)
      let change = Self.changed(original, &generator)
      let other = speller.spell(change)

      let first = try CreateRequest(body: body, catalogue: .builtIn)
      let twin = try CreateRequest(body: again, catalogue: .builtIn)
      let changed = try CreateRequest(body: other, catalogue: .builtIn)
      let holds =
        first.content == twin.content && first.normalised == twin.normalised && first.canonical == twin.canonical
        && first.content != changed.content && first.normalised != changed.normalised
      if !holds {
        Issue.record(
          """
          round \(round):
          \(String(decoding: body, as: UTF8.self))
          \(String(decoding: again, as: UTF8.self))
          \(String(decoding: other, as: UTF8.self))
          """)
        return
      }
      if round % 10 == 0 { try Self.expectIdempotent(first) }
    }
  }

  /// What is canonical stays as it is, and what was normalised is normalised.
  private static func expectIdempotent(_ request: CreateRequest) throws {
    for bytes in [request.canonical, request.normalised] {
      #expect(CanonicalJSON.encode(try CanonicalJSON.parse(bytes)) == bytes)
    }
    let again = try CreateRequest(body: request.normalised, catalogue: .builtIn)
    #expect(again.normalised == request.normalised)
    #expect(again.content == request.content)
  }

  private struct Create {
    var model: TestNode
    var args: [(name: [UInt32], value: TestNode)]
    var others: [(name: [UInt32], value: TestNode)]

    var node: TestNode {
      .object([(Self.scalars("model"), model), (Self.scalars("args"), .object(args))] + others)
    }

    static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
  }

  /// Half of the creates are for a model whose defaults are filled in, the others for models that nobody knows.
  private static func create(_ generator: inout DocumentGenerator) -> Create {
    var create = Create(model: .text("google/nano-banana/text-to-image"), args: [], others: [])
    if generator.random.chance(1, in: 2) { create.model = .string([0x78] + generator.string()) }
    if case .object(let members) = generator.object(depth: 2) { create.args = members }
    create.args.append((Create.scalars("prompt"), .string(generator.string())))
    // 2 is no default: taking it away is a change.
    if generator.random.chance(1, in: 2) {
      create.args.append((Create.scalars("num_images"), .number(isNegative: false, digits: [2], point: 1)))
    }
    if generator.random.chance(1, in: 4) { create.others.append((Create.scalars("tag"), generator.value(depth: 1))) }
    if generator.random.chance(1, in: 4) {
      create.others.append((Create.scalars("callback_url"), generator.value(depth: 1)))
    }
    return create
  }

  /// A change of a value or a type in `model` or `args`, or of another member that is forwarded.
  private static func changed(_ create: Create, _ generator: inout DocumentGenerator) -> TestNode {
    var changed = create
    switch generator.random.below(8) {
    case 0:
      if case .string(let scalars) = create.model { changed.model = .string(scalars + [0x7A]) }
    case 1:
      changed.others.append((Create.scalars("new"), .null))
    default:
      if case .object(let args) = generator.changed(.object(create.args)) { changed.args = args }
    }
    return changed.node
  }
}
