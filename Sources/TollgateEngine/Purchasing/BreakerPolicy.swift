/// When creates are held back because the upstream is not there, or not well.
package struct BreakerPolicy: Sendable, Equatable {
  /// Creates that fail in a row, each try counted, until no more are sent; `nil` for never. Default 3.
  package var failures: Int? = 3
  /// How long none is sent then, the first time. Default 2 s.
  package var firstPause: Duration = .seconds(2)
  /// Each further pause is twice as long as the one before, and at most this. Default 30 s.
  package var longestPause: Duration = .seconds(30)

  package init() {}
}
