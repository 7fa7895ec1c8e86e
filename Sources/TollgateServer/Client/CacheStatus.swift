import TollgateCore

/// The values of `Cache-Status` (RFC 9211).
enum CacheStatus {
  static let hit = "tollgate; hit"
  /// The answer to the same create under the same `Idempotency-Key`.
  static let repeated = "tollgate; hit; detail=repeated"
  static let joined = "tollgate; fwd=miss; collapsed"

  static func miss(bypassed: Bool, loss: SlotLoss? = nil) -> String {
    let forward = bypassed ? "tollgate; fwd=bypass" : "tollgate; fwd=miss"
    return loss.map { "\(forward); detail=\($0.rawValue)" } ?? forward
  }
}
