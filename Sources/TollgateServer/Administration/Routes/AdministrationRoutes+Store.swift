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
      .post, "backup", "backUp",
      "Writes a backup into a folder of the gateway's machine that is empty or not there, and tells how far it is.",
      access: .administratorsHere, body: .json(.named("BackupOrder")), answer: .events(.named("BackupEvent"))
    ) { call in
      let order: BackupOrder = try await call.body()
      return .backup(try await call.administration.backUp(to: order.folder))
    },
    AdministrationRoute(
      .post, "restore/accept", "acceptRestore",
      "Lets a gateway whose store was restored from a backup buy and call back again.",
      answer: .json(.named("RestoreAcceptance"))
    ) { .json(try await $0.administration.acceptRestore()) },
    AdministrationRoute(
      .post, "verify", "verify", "Checks every invariant that the store can show, and that its files are there.",
      parameters: [QueryParameter("files", "With true every byte of the files too.", .truth)],
      answer: .json(.verificationReport)
    ) { .json(try await $0.administration.verify(readingFiles: try $0.request.readsFiles())) },
  ]
}
