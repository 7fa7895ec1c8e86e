import TollgateEngine

/// The values of `Cache-Status` (RFC 9211).
enum CacheStatus {
  static let hit: StaticString = "tollgate; hit"
  /// The answer to the same create under the same `Idempotency-Key`.
  static let repeated: StaticString = "tollgate; hit; detail=repeated"
  static let joined: StaticString = "tollgate; fwd=miss; collapsed"

  /// `bypassed` where the client kept the cache out of it.
  static func miss(bypassed: Bool) -> StaticString { bypassed ? "tollgate; fwd=bypass" : "tollgate; fwd=miss" }

  /// How a job came to be, without the `detail` of a miss.
  static func text(of outcome: CreateAnswer.Outcome) -> StaticString {
    switch outcome {
    case .hit: hit
    case .joined: joined
    case .repeated: repeated
    case .miss(let bypassed, _): miss(bypassed: bypassed)
    }
  }
}
