import ArgumentParser
import TollgateCore

struct JobsResolve: AsyncParsableCommand {
  /// What a person has found out, or wants.
  enum Verdict: String, EnumerableFlag {
    case charged, notCharged, resend

    static func help(for verdict: Verdict) -> ArgumentHelp? {
      switch verdict {
      case .charged: "ShortAPI charged it: the held money counts as spent."
      case .notCharged: "ShortAPI did not charge it: the held money is given back."
      case .resend: "Buy it again now, with the running gateway; the held money stays until you know more."
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Settle a purchase whose outcome is unknown, or that has stalled.",
    usage: "tollgate jobs resolve <purchase> (--charged [--upstream-id <id>] | --not-charged | --resend)",
    discussion: """
      Your ShortAPI account says whether it was charged, and shows the id of its job there. With that id the gateway fetches \
      the result that was paid for, and answers the next identical request with it. \
      A stalled purchase, whose result has not come for very long, was charged: give it up with --charged, or name the right \
      id.

        tollgate jobs resolve g17 --charged --upstream-id 69cac2e5b066fa83d0420890
        tollgate jobs resolve g17 --not-charged
        tollgate jobs resolve g17 --resend
      """)

  @OptionGroup var source: AdministrationOptions
  @Argument(help: "The purchase, such as g17.", transform: ArgumentReading.purchase)
  var purchase: GenerationNumber
  @Flag(exclusivity: .exclusive)
  var verdict: Verdict
  @Option(
    name: .customLong("upstream-id"), help: ArgumentHelp("With --charged: the job's id at ShortAPI.", valueName: "id"))
  var upstreamID: String?

  func validate() throws {
    guard let upstreamID else { return }
    guard verdict == .charged else { throw ValidationError("--upstream-id goes with --charged only.") }
    let isID = (1...128).contains(upstreamID.utf8.count) && upstreamID.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isID else { throw ValidationError("\"\(upstreamID)\" is no id of ShortAPI; it looks like 69cac2e5b066fa83d0420890.") }
  }

  func run() async throws {
    let resolution: Resolution =
      switch verdict {
      case .charged: .charged(upstreamID: upstreamID)
      case .notCharged: .notCharged
      case .resend: .resend
      }
    let summary = try await source.access().run {
      try await $0.resolve(purchase, as: resolution)
    }
    Console.remark(sentence(about: summary))
  }

  private func sentence(about summary: GenerationSummary) -> String {
    switch verdict {
    case .charged where summary.state == .running:
      return "\(purchase) counts as bought; the gateway fetches its result. "
        + "tollgate jobs show \(purchase) tells when it has arrived."
    case .charged:
      return "\(purchase) counts as bought, and its result as lost: the next identical request buys anew."
    case .notCharged:
      return "\(purchase) is released; \(DisplayText.dollars(summary.hold)) are free again."
    case .resend:
      return "\(summary.number) stands for it now and is \(summary.state.rawValue); "
        + "\(purchase) keeps its hold until you settle it."
    }
  }
}
