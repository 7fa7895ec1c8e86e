import Glibc
import TollgateCore

/// What one event loop's thread keeps between its instant answers, so that they need little memory of their own.
///
/// Sendable without being checked: ``InstantLane`` keeps each one in a thread's own variable, and gives it to nobody.
final class InstantScratch: @unchecked Sendable {
  var recogniser: CreateRecogniser
  /// How long the thread's answers took.
  let times: SharedHistogram
  /// A job's record, before its length is known.
  var record: [UInt8] = []
  /// What follows from the `Host` that was asked for last.
  var host = KnownHost()
  private var second = 0
  private var dateOfSecond = ""

  init(recogniser: consuming CreateRecogniser, times: SharedHistogram) {
    self.recogniser = recogniser
    self.times = times
  }

  /// What a `Host` means, which most requests share with the one before.
  struct KnownHost {
    /// As it came.
    var bytes: [UInt8] = []
    /// Whether an open gateway may be asked under it; `nil` before it was looked at.
    var isOwn: Bool?
    /// What links to kept files begin with.
    var linkBase = ""
  }

  /// The value of `Date`, made once a second.
  func date() -> String {
    let now = time(nil)
    if now != second { (second, dateOfSecond) = (now, HTTPDate.text(secondsSince1970: now)) }
    return dateOfSecond
  }
}
