import Testing
import TollgateCore

@Suite("traceparent, as W3C Trace Context has it")
struct TraceParentTests {
  private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static let parent = "00f067aa0ba902b7"

  @Test(arguments: [
    "00-\(trace)-\(parent)-01", "00-\(trace)-\(parent)-00", "00-\(trace)-\(parent)-ff",
    // Of a later version the beginning counts.
    "01-\(trace)-\(parent)-01", "cc-\(trace)-\(parent)-01-what-the-future-will-be-like", "01-\(trace)-\(parent)-01-",
  ])
  func isRead(_ text: String) {
    #expect(TraceParent(text)?.traceID == Self.trace && TraceParent(text)?.parentID == Self.parent)
  }

  @Test(arguments: [
    "", "00", "\(trace)", "00-\(trace)-\(parent)", "00-\(trace)-\(parent)-1", "00-\(trace)-\(parent)-01-",
    "00-\(trace)-\(parent)-01-x",
    "00-\(trace)-\(parent)-01 ", " 00-\(trace)-\(parent)-01", "ff-\(trace)-\(parent)-01", "0-\(trace)-\(parent)-01",
    "00-\(String(repeating: "0", count: 32))-\(parent)-01", "00-\(trace)-\(String(repeating: "0", count: 16))-01",
    "00-\(trace.uppercased())-\(parent)-01", "00-\(trace.dropLast())g-\(parent)-01", "00-\(trace)-\(parent)-0g",
    "0g-\(trace)-\(parent)-01", "cc-\(trace)-\(parent)-01x", "cc-\(trace)-\(parent)-01.what", "00_\(trace)_\(parent)_01",
    "00-\(trace)-\(parent.dropLast())-011", "00-\(trace)-\(parent)-0\u{661}",
  ])
  func isRefused(_ text: String) { #expect(TraceParent(text) == nil) }
}
