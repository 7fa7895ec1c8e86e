import TollgateCore

extension ConsolePages {
  private static let tilesPerPage = 24

  /// Results as pictures and players, the newest first.
  func gallery(_ visit: ConsoleVisit) async throws -> String {
    let filter = GalleryFilter(visit.query)
    var query = ResultQuery(
      model: filter.model, search: filter.search, keyName: filter.key, team: filter.team, limit: Self.tilesPerPage + 1)
    query.isPinned = filter.isPinned
    query.before = visit.query.entry("before").flatMap { GenerationNumber($0) }
    var problem: String?
    var found: [ResultSummary] = []
    do throws(AdministrationError) {
      found = try await administration.results(query)
    } catch {
      guard error.kind != .unavailable else { throw error }
      problem = error.browserSentence
    }
    let tiles = self.tiles(of: found.prefix(Self.tilesPerPage))
    let last = found.count > Self.tilesPerPage ? found.dropLast().last?.number : nil
    let keys = try await administration.keys().map { Choice(value: $0.name, isChosen: $0.name == filter.key) }
    let teams = try await administration.teams().map { Choice(value: $0.name, isChosen: $0.name == filter.team) }
    let view = GalleryView(
      filter: filter, base: visit.base, keys: keys, teams: teams, address: ConsoleRoute.gallery, tiles: tiles, problem: problem,
      isEmpty: tiles.isEmpty && problem == nil && !filter.isNarrow && query.before == nil,
      hasNoMatch: tiles.isEmpty && problem == nil && (filter.isNarrow || query.before != nil),
      paging: Paging(
        older: last.map { filter.address(before: $0) }, newest: query.before == nil ? nil : filter.address(before: nil)))
    return try page("gallery", "Gallery", in: .gallery, visit, view)
  }
}

/// What the gallery is narrowed to.
struct GalleryFilter {
  let search: String?
  let model: String?
  let key: String?
  let team: String?
  let isPinned: Bool

  init(_ query: FormFields) {
    search = query.entry("search")
    model = query.entry("model")
    key = query.entry("key")
    team = query.entry("team")
    isPinned = query.entry("pinned") == "true"
  }

  var isNarrow: Bool { search != nil || model != nil || key != nil || team != nil || isPinned }

  /// The gallery under this filter, from some result on.
  func address(before: GenerationNumber?) -> String {
    ConsoleRoute.address(
      ConsoleRoute.gallery,
      [
        "search": search, "model": model, "key": key, "team": team, "pinned": isPinned ? "true" : nil,
        "before": before.map { "\($0)" },
      ])
  }
}

/// One option of a choice.
struct Choice {
  let value: String
  let isChosen: Bool
}

private struct GalleryView {
  let filter: GalleryFilter
  let base: String
  let keys: [Choice]
  let teams: [Choice]
  let address: String
  let tiles: [ResultTile]
  let problem: String?
  let isEmpty: Bool
  let hasNoMatch: Bool
  let paging: Paging?
}
