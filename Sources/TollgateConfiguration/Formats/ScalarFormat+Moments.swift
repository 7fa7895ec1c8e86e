import Foundation
import TollgateCore

extension ScalarFormat<Timestamp> {
  /// A moment: RFC 3339, or a date, which means its first moment in `zone`.
  static func moment(in zone: TimeZone) -> ScalarFormat {
    ScalarFormat(
      expectation: "a date such as 2027-01-01, or a time such as 2027-01-01T12:00:00Z",
      parse: { MomentParser(zone: zone).read($0) },
      spell: { YAMLText.scalar($0.description) })
  }
}
