import Glibc
import TollgateCore

/// What one event loop's thread keeps between its instant answers, so that they need no memory of their own.
///
/// Sendable without being checked: ``InstantLane`` keeps each one in a thread's own variable, and gives it to nobody.
final class InstantScratch: @unchecked Sendable {
  var identifier = CreateIdentifier()
  /// A job's record, before its length is known.
  var record: [UInt8] = []
  /// The `Host` that was asked for last, and whether it is the gateway's own.
  var host = ""
  var isOwnHost = false
  private var second = 0
  private var dateOfSecond = ""

  /// The value of `Date`, made once a second.
  func date() -> String {
    let now = time(nil)
    if now != second { (second, dateOfSecond) = (now, HTTPDate.text(secondsSince1970: now)) }
    return dateOfSecond
  }
}
