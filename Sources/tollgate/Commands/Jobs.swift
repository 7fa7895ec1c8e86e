import ArgumentParser

struct Jobs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what was bought, and settle purchases that are unknown or stalled.",
    discussion: """
      A purchase is unknown when the connection broke after the request had left: ShortAPI may or may not have taken it. It is \
      never sent again by itself, and its money stays reserved until you have looked at your ShortAPI account:

        tollgate jobs list --state unknown
        tollgate jobs show g17
        tollgate jobs resolve g17 --charged --upstream-id 69cac2e5b066fa83d0420890

      A purchase is stalled when it was charged and its result has not come for very long. The gateway goes on asking for \
      it, and refuses identical requests until it comes or you give it up:

        tollgate jobs resolve g18 --charged
      """,
    subcommands: [JobsList.self, JobsCount.self, JobsShow.self, JobsResolve.self])
}
