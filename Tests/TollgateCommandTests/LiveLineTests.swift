import Testing
import TollgateCore
import TollgateTestSupport

@testable import tollgate

/// A request that has ended, as `tollgate live` shows it.
@Suite struct LiveLineTests {
  private static func event(
    _ outcome: UsageOutcome, key: String? = "alice", model: String = "google/nano-banana-2/text-to-image", number: Int64? = 17
  ) -> RequestEvent {
    RequestEvent(
      number: 1, at: Timestamp(millisecondsSince1970: 1_795_392_000_000), keyName: key, model: model, outcome: outcome,
      generation: number.flatMap { GenerationNumber($0) }, charged: outcome == .miss ? Money("0.04") ?? .zero : .zero,
      saved: outcome == .miss ? .zero : Money("0.04") ?? .zero)
  }

  @Test func saysWhatItCostAndWho() {
    let lines = [
      Self.event(.hit), Self.event(.miss, key: nil), Self.event(.refused, number: nil), Self.event(.joined, model: ""),
    ]
    .map { LiveLine.text(of: $0, on: Screen()) }
    #expect(
      lines == [
        "2026-11-23 00:00:00Z  hit      saved $0.04     g17     alice         google/nano-banana-2/text-to-image",
        "2026-11-23 00:00:00Z  miss     paid $0.04      g17     local         google/nano-banana-2/text-to-image",
        "2026-11-23 00:00:00Z  refused                          alice         google/nano-banana-2/text-to-image",
        "2026-11-23 00:00:00Z  joined   saved $0.04     g17     alice",
      ])
  }

  @Test(arguments: [10, 22, 30, 60, 80, 160]) func neverWraps(_ width: Int) {
    for outcome in UsageOutcome.allCases {
      let event = Self.event(outcome, key: String(repeating: "k", count: 64), model: String(repeating: "图", count: 99))
      let line = LiveLine.text(of: event, on: Screen(width: width))
      #expect(DisplayText.width(line) <= width && !line.hasSuffix(" "), "\(line)")
    }
  }

  @Test func coloursTheOutcomeAlone() {
    let line = LiveLine.text(of: Self.event(.refused), on: Screen(isColoured: true))
    #expect(line.contains("Z  \u{1B}[1;31mrefused\u{1B}[0m  "))
    #expect(Plain.text(line) == LiveLine.text(of: Self.event(.refused), on: Screen()))
  }

  @Test(arguments: HostileTexts.all) func isOneHarmlessLine(_ text: String) {
    for screen in [Screen(), Screen(width: 80, isColoured: true)] {
      Harmless.expect(LiveLine.text(of: Self.event(.hit, key: text, model: text), on: screen), lines: 1)
    }
  }
}
