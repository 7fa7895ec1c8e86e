import HTTPTypes
import TollgateCore

extension AdministrationRoutes {
  /// The whole store.
  static let store: [AdministrationRoute] = [
    AdministrationRoute(
      .get, "storage", "showStorage", "What is kept, and how much room that takes.", answer: .json(.named("Storage"))
    ) { call in
      try call.request.checkParameters([])
      return .json(try await call.administration.storage())
    },
    AdministrationRoute(
      .post, "verify", "verify", "Checks every invariant that the store can show, and that its files are there.",
      parameters: [QueryParameter("files", "With true every byte of the files too.", .truth)],
      answer: .json(.verificationReport)
    ) { .json(try await $0.administration.verify(readingFiles: try $0.request.readsFiles())) },
  ]
}
