import ArgumentParser
import TollgateTestSupport

/// How many distinct creates are bought in a second, through the whole engine with every purchase durable, beside what bare
/// SQLite does with the same rows in transactions of the same size.
@main struct PurchaseBenchmark: AsyncParsableCommand {
  @Option(help: "Purchases in each run.")
  var purchases = 20_000

  @Option(help: "Clients that each have one create under way.")
  var clients = 400

  @Option(help: "Runs of each; the median counts.")
  var runs = 5

  func run() async throws {
    var gateway: [Double] = []
    var bare: [Double] = []
    var commandsPerCommit = 0.0
    for _ in 0..<runs {
      let outcome = try await TemporaryFolder.with { folder in
        try await GatewayRun(folder: folder, purchases: purchases, clients: clients).measure()
      }
      gateway.append(outcome.purchasesPerSecond)
      commandsPerCommit = outcome.commandsPerCommit
      let batch = max(1, Int(commandsPerCommit.rounded()))
      bare.append(
        try await TemporaryFolder.with { folder in
          try await BareWriter(folder: folder, purchases: purchases, commandsPerCommit: batch).measure()
        })
    }
    let (ours, theirs) = (median(gateway), median(bare))
    print("engine, \(clients) clients        \(spread(gateway)) purchases/s, \(tenths(commandsPerCommit)) commands a commit")
    print("bare SQLite, the same rows  \(spread(bare)) purchases/s")
    print("ratio                       \(hundredths(ours / theirs))")
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private func spread(_ values: [Double]) -> String {
    "\(Int(median(values))) (\(Int(values.min() ?? 0)) to \(Int(values.max() ?? 0)))"
  }

  private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
  private func hundredths(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
