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
    var gateway: [RunFigures] = []
    var bare: [RunFigures] = []
    // In turns, so that whatever else the machine does concerns both.
    for _ in 0..<runs {
      let figures = try await TemporaryFolder.with { folder in
        try await GatewayRun(folder: folder, purchases: purchases, clients: clients).measure()
      }
      gateway.append(figures)
      bare.append(
        try await TemporaryFolder.with { folder in
          try await BareWriter(folder: folder, purchases: purchases, commandsPerCommit: figures.commandsPerCommit).measure()
        })
    }
    print(Self.header)
    print(row("engine and store", gateway))
    print(row("bare SQLite, the same rows", bare))
    let shares = zip(gateway, bare).map { $0.purchasesPerSecond / $1.purchasesPerSecond }
    print(
      "The engine buys \(percent(median(shares))) of what bare SQLite writes (\(percent(shares.min() ?? 0)) to \(percent(shares.max() ?? 0)))."
    )
  }

  private static let header = "                            purchases/s  lowest  highest  commits  commands each  CPU µs each"

  private func row(_ name: String, _ figures: [RunFigures]) -> String {
    let rates = figures.map(\.purchasesPerSecond)
    let cells: [(Double, Int)] = [
      (median(rates), 13), (rates.min() ?? 0, 8), (rates.max() ?? 0, 9), (median(figures.map { Double($0.commits) }), 9),
      (median(figures.map { Double($0.commandsPerCommit) }), 15), (median(figures.map(\.processorMicroseconds)), 13),
    ]
    return padded(name, -26) + cells.map { padded("\(Int($0.rounded()))", $1) }.joined()
  }

  /// Spaces in front, or behind where the width is negative.
  private func padded(_ text: String, _ width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? text + spaces : spaces + text
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
