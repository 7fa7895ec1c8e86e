import TollgateCore

extension ConsolePages {
  /// So many results of the same request are shown beside each other.
  private static let shownVariants = 24

  /// One result with what was asked, what came back and what it cost.
  func result(_ number: GenerationNumber, _ visit: ConsoleVisit) async throws -> String {
    let result = try await administration.result(number)
    let purchase = try await administration.generation(number)
    let args = (try? CanonicalJSON.parse(Array(result.request.utf8)))?["args"]?.object ?? JSONObject()
    let prompt = args["prompt"]?.string
    let address = ConsoleRoute.result(number)
    let variants = try await administration.results(ResultQuery(content: result.content, limit: Self.shownVariants))
    let uses = try await administration.uses(of: number)
    let keys = Set(try await administration.keys().map(\.name))
    let request = LongText(result.request)
    let view = ResultView(
      number: "\(number)", address: address, model: result.generation.model, prompt: prompt,
      files: result.files.map { ShownFile($0, description: prompt ?? result.generation.model) },
      arguments: args.members.filter { $0.name.text != "prompt" }.map(Argument.init),
      facts: PurchaseFacts(purchase, calendar), filesState: Self.sentence(about: result),
      pinned: result.pinnedAt.map(calendar.shown), purge: result.filesState == .purged ? nil : "\(address)/purge",
      pin: result.filesState == .purged ? nil : "\(address)/pin", request: request, record: result.record.map(LongText.init),
      curl: request.isWhole ? CurlCommand(base: visit.base, body: result.request, variant: result.variant).text : nil,
      variant: result.variant.isEmpty ? nil : result.variant,
      variants: variants.contains { $0.number != number } ? tiles(of: variants, but: number) : [],
      uses: UseView(uses, keys: keys, calendar))
    return try page("result", "Result \(number)", in: .gallery, visit, view)
  }

  /// Asks once more before a result is removed.
  func purgeConfirmation(_ number: GenerationNumber, _ visit: ConsoleVisit) async throws -> String {
    // A question about what is not there would be a strange one.
    _ = try await administration.result(number)
    let view = ConfirmationView(
      question: "Remove result \(number)?",
      consequence: """
        What was asked, what came back, and the files that no other result names are removed, and its job ids are no longer \
        known. The same request is bought again. What it cost stays in the books.
        """,
      action: "\(ConsoleRoute.result(number))/purge", verb: "Remove it", back: ConsoleRoute.result(number))
    return try page("confirmation", "Remove \(number)", in: .gallery, visit, view)
  }

  func pin(_ number: GenerationNumber, _ visit: ConsoleVisit) async throws -> ConsoleAnswer {
    let isPinned = visit.form["pinned"] == "true"
    try await administration.pin(number, isPinned)
    return .redirect(to: (isPinned ? Deed.pinned : .unpinned).address(ConsoleRoute.result(number)))
  }

  func purge(_ number: GenerationNumber) async throws -> ConsoleAnswer {
    _ = try await administration.purge(number)
    return .redirect(to: Deed.purged.address(ConsoleRoute.gallery))
  }

  private static func sentence(about result: ResultDetail) -> String {
    switch result.filesState {
    case .none: "No files are kept of it."
    case .copying: "Its files are being copied."
    case .kept where result.replayedSince == nil: "A newer result is replayed in its place."
    case .kept: "It is replayed for the same request."
    case .lost: "A file of it is lost; it is no longer replayed."
    case .evicted: "Its files were removed to make room; it is no longer replayed."
    case .purged: "It was removed."
    }
  }
}

/// Asks whether something is meant that cannot be undone.
struct ConfirmationView {
  let question: String
  let consequence: String
  let action: String
  let verb: String
  let back: String
}

/// One argument of a request.
struct Argument {
  /// So many characters of a value are shown here; the request below has all of it.
  private static let shownLength = 400

  let name: String
  let value: String

  init(_ member: JSONObject.Member) {
    name = member.name.text
    let text = member.value.string ?? CanonicalJSON.text(member.value)
    let shown = text.prefix(Self.shownLength)
    value = shown.endIndex == text.endIndex ? text : shown + "…"
  }
}

private struct ResultView {
  let number: String
  let address: String
  let model: String
  let prompt: String?
  let files: [ShownFile]
  let arguments: [Argument]
  let facts: PurchaseFacts
  let filesState: String
  let pinned: ShownMoment?
  let purge: String?
  let pin: String?
  let request: LongText
  let record: LongText?
  /// The request for a terminal; `nil` where it is too long for one.
  let curl: String?
  /// Which further sample of its request it is; `nil` for the first.
  let variant: String?
  /// Other results of the same request, and this one among them; empty where there are none.
  let variants: [ResultTile]
  let uses: UseView
}
