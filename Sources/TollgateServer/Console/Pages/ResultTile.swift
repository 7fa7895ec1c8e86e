import TollgateCore

/// A result as a picture or a player, with what it is.
struct ResultTile {
  let link: String
  /// What the link says: what was asked for, or which sample of it this is.
  let label: String
  let model: String
  let cost: String
  let finished: ShownMoment
  let file: ShownFile?
  /// A sound beside a picture, such as a song's beside its cover.
  let sound: ShownFile?
  let further: String?
  /// How often it was asked for again; `nil` for never.
  let uses: String?
  let isPinned: Bool
  /// Which further sample of its request it is; `nil` where the label says so, or it is none.
  let variant: String?
  /// Who shares it; `nil` where everybody does.
  let scope: String?
  /// Whether it is the one that the page is about.
  let isShown: Bool
}

extension ConsolePages {
  /// Results as tiles.
  ///
  /// - Parameters:
  ///   - results: those to show.
  ///   - shown: the one that the page is about, of whose request all are; `nil` for none.
  /// - Returns: one for each.
  func tiles(of results: some Sequence<ResultSummary>, but shown: GenerationNumber? = nil) -> [ResultTile] {
    results.map { result in
      let prompt = Self.prompt(of: result) ?? result.model
      let files = result.files.map { ShownFile($0, description: prompt) }
      let further = result.fileCount - files.count
      let sample = result.variant.isEmpty ? "No variant" : "Variant \(result.variant)"
      return ResultTile(
        link: ConsoleRoute.result(result.number), label: shown == nil ? prompt : sample, model: result.model,
        cost: ShownText.money(result.cost),
        finished: calendar.shown(result.finishedAt), file: files.first, sound: files.dropFirst().first,
        further: further > 0 ? "+\(further)" : nil, uses: UseText.short(result.uses), isPinned: result.pinnedAt != nil,
        variant: shown != nil || result.variant.isEmpty ? nil : result.variant,
        scope: result.scope == "gateway" ? nil : result.scope,
        isShown: result.number == shown)
    }
  }
  /// What was asked for. Of a request's texts, which are a line each, the prompt is the first.
  private static func prompt(of result: ResultSummary) -> String? {
    result.prompt.split(whereSeparator: \.isNewline).first { line in line.contains { !$0.isWhitespace } }.map(String.init)
  }
}
