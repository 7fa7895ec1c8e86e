import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// What is posted when jobs end.
  static let callbacks: [AdministrationRoute] = [
    AdministrationRoute(
      .get, "callbacks", "listCallbacks", "Callbacks, the newest first.",
      parameters: [
        QueryParameter("state", "Only those in this state.", .choice(CallbackState.self)),
        QueryParameter("before", "Only those before this one, for the next page.", .callbackID), .limit,
      ], answer: .json(.array(.callbackSummary))
    ) { call in
      let query = try call.request.callbackQuery()
      return call.page(try await call.administration.callbacks(query), limit: query.limit) { "\($0.id)" }
    },
    AdministrationRoute(
      .get, "callbacks/secret", "showLocalCallbackSecret",
      "What the local user's callbacks are signed with, while there are no keys.",
      answer: .json(.callbackSecret)
    ) { .json(try await $0.administration.callbackSecret(ofKeyNamed: nil)) },
    AdministrationRoute(
      .post, "callbacks/retry", "retryCallbacks", "Posts all callbacks again that were given up.", answer: .json(.callbackRetry)
    ) { .json(try await $0.administration.retryCallbacks(nil)) },
    AdministrationRoute(
      .post, "callbacks/{id}/retry", "retryCallback", "Posts one callback again that was given up.",
      answer: .json(.callbackRetry)
    ) { .json(try await $0.administration.retryCallbacks(try $0.request.callback($0.value("id")))) },
  ]
}
