import Foundation
import Testing
import TollgateCore

@testable import tollgate

@Suite("Arguments are read like the settings of the file")
struct ArgumentTests {
  @Test(
    arguments: [
      ("0ms", .zero), ("250ms", .milliseconds(250)), ("5s", .seconds(5)), ("36500d", .seconds(36_500 * 86_400)),
    ] as [(String, Duration)])
  func duration(_ text: String, _ expected: Duration) throws {
    #expect(try ArgumentReading.duration(text) == expected)
  }

  @Test(arguments: ["", "3", "5 s", "5S", "-5s", "1.5s", "36501d", "9223372036854775807ms", "99999999999999999999s"])
  func noDuration(_ text: String) {
    #expect(throws: (any Error).self) { try ArgumentReading.duration(text) }
  }

  @Test func moments() throws {
    let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
    let cases = [
      ("2027-01-01", "2026-12-31T23:00:00.000Z"), ("2027-01-01T12:00:00Z", "2027-01-01T12:00:00.000Z"),
      ("2027-01-01T12:00:00.250+02:00", "2027-01-01T10:00:00.250Z"),
    ]
    for (text, expected) in cases { #expect(try ArgumentReading.moment(text, in: berlin).description == expected) }
    for text in ["", "tomorrow", "2027-1-1", "2027-02-30", "2027-01-01T12:00", "2027-01-01T12:00:00", "2027-01-01 12:00:00Z"] {
      #expect(throws: (any Error).self) { try ArgumentReading.moment(text, in: berlin) }
    }
  }
}
