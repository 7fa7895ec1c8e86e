import Testing
import TollgateCore

@testable import tollgate

/// A page that is shown again and again.
@Suite struct WatchFrameTests {
  private static func frame(_ lines: Int, remarks: [String] = []) -> WatchFrame {
    let page = Page(result: (1...max(1, lines)).map { "line \($0)\n" }.joined(), remarks: remarks)
    return WatchFrame(page: page, title: "jobs list", interval: .seconds(2), at: Samples.moment)
  }

  @Test func saysWhatItIsAndHowToEndIt() {
    let lines = Self.frame(2, remarks: ["There may be more."]).lines(on: Screen(width: 80, height: 24))
    #expect(
      lines == [
        "tollgate jobs list  2026-11-23 00:00:00Z  every 2s, Ctrl-C ends", "", "line 1", "line 2", "There may be more.",
      ])
  }

  @Test(arguments: [(20, 3), (40, 5), (80, 24), (160, 50)]) func fitsTheScreen(_ width: Int, _ height: Int) {
    let frame = Self.frame(200, remarks: [String(repeating: "remark ", count: 60)])
    let lines = frame.lines(on: Screen(width: width, height: height))
    #expect(lines.count <= height && lines.allSatisfy { DisplayText.width($0) <= width })
    #expect(lines.last?.hasSuffix("more lines") == true)
  }

  /// A screen that is cleared first is empty for a moment.
  @Test func isWrittenOverTheOneBefore() {
    let text = Self.frame(2).text(on: Screen(width: 80, height: 24))
    #expect(text.hasPrefix("\u{1B}[Htollgate jobs list") && text.hasSuffix("line 2\u{1B}[K\u{1B}[J"))
    #expect(!text.contains("\u{1B}[2J") && text.contains("\u{1B}[K\r\n"))
  }
}
