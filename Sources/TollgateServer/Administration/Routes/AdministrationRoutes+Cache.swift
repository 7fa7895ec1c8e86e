import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  private static let selection: [QueryParameter] = [
    QueryParameter("model", "A model's id, or the beginning of one and a *.", .text),
    QueryParameter("since", "Finished at this moment or later, in milliseconds since 1970.", .moment),
    QueryParameter("until", "Finished before this moment, in milliseconds since 1970.", .moment),
    QueryParameter("search", "Words that all occur in the request's text.", .text),
    QueryParameter("key", "Bought by the key of this name.", .text),
    QueryParameter("team", "Bought by a key of this team.", .text),
    QueryParameter("content", "SHA-256 of what was sent, in hex.", .digest),
    QueryParameter("pinned", "With true only those that are pinned.", .truth),
    QueryParameter("before", "Only those before this one, for the next page.", .generationNumber), .limit,
  ]

  /// Results that can be replayed.
  static let cache: [AdministrationRoute] = [
    AdministrationRoute(
      .get, "cache", "listResults", "Results that can be replayed, the newest first.", parameters: selection,
      answer: .json(.array(.resultSummary))
    ) { call in
      let query = try call.request.resultQuery()
      return call.page(try await call.administration.results(query), limit: query.limit) { "\($0.number)" }
    },
    AdministrationRoute(
      .get, "cache/{number}", "showResult", "One result with what was asked and what came back.", answer: .json(.resultDetail)
    ) { .json(try await $0.administration.result(try $0.number())) },
    AdministrationRoute(
      .post, "cache/{number}/purge", "purgeResult",
      "Removes a result and the files that no other result names. What it cost stays in the books.",
      answer: .json(.generationSummary), condition: .beforeTheChange
    ) { .json(try await $0.administration.purge(try $0.number())) },
    AdministrationRoute(
      .put, "cache/{number}/pin", "pinResult", "Keeps a result's files whatever room they take."
    ) {
      try await $0.administration.pin(try $0.number(), true)
      return .nothing
    },
    AdministrationRoute(.delete, "cache/{number}/pin", "unpinResult", "Lets a result's files be removed to make room.") {
      try await $0.administration.pin(try $0.number(), false)
      return .nothing
    },
    AdministrationRoute(
      .get, "cache/export", "exportResults", "A bundle of results with their files.", parameters: selection, answer: .tar
    ) { .bundle(try await $0.administration.export(try $0.request.resultQuery())) },
    AdministrationRoute(
      .post, "cache/import", "importResults",
      "Takes the results and files of a bundle. Nothing changes unless every byte of it is right.", body: .tar,
      answer: .json(.bundleImport)
    ) { .json(try await $0.administration.importBundle($0.pieces)) },
    AdministrationRoute(
      .post, "cache/explain", "explainCreate",
      "Says whether a create would be answered from the cache, and what it differs in from the nearest earlier one.",
      parameters: [.forKey], body: .create, answer: .json(.cacheExplanation)
    ) { call in
      let name = try call.request.quotedKey()
      return .json(try await call.administration.explain(try await call.create(), forKeyNamed: name))
    },
  ]
}
