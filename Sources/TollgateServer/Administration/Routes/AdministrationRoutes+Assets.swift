import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// The files of results, which are served below `/-/assets/`.
  static let assets: [AdministrationRoute] = [
    AdministrationRoute(
      .get, "assets", "listAssets", "Kept files, those first that came last.",
      parameters: [
        QueryParameter("before", "Only those that came before this one, for the next page.", .assetName), .limit,
      ], answer: .json(.array(.assetSummary))
    ) { call in
      let query = try call.request.assetQuery()
      return call.page(try await call.administration.assets(query), limit: query.limit) { "\($0.name)" }
    },
    AdministrationRoute(
      .get, "assets/{name}", "showAsset", "One file that is or was kept, and the newest purchases that name it.",
      answer: .json(.named("AssetDetail"))
    ) { .json(try await $0.administration.asset(try $0.request.asset($0.value("name")).id)) },
  ]
}
