import ArgumentParser

struct Callbacks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List what is posted to the clients' own servers, and post it again.",
    discussion: """
      A create with a callback_url gets the job's record posted there when the job ends, at least once: up to eight times \
      within a day, until the receiver answers with a status from 200 to 299. Posts are signed by the Standard Webhooks \
      (headers webhook-id, webhook-timestamp, webhook-signature), so that a receiver can tell that they come from this gateway.
      """,
    subcommands: [CallbacksList.self, CallbacksRetry.self, CallbacksSecret.self])
}
