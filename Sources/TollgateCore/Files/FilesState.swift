/// What became of the files of a generation that succeeded.
package enum FilesState: String, Sendable, Codable, CaseIterable {
  /// None are kept: it has not succeeded, its result names none, or links are passed on as they are.
  case none
  /// Some are not stored yet.
  case copying
  /// All are stored.
  case kept
  /// One could not be had, or was damaged later; the result is no longer replayed.
  case lost
  /// They were removed to make room; the result is no longer replayed.
  case evicted
  /// Somebody had the result removed.
  case purged
}

/// Why a slot has nothing to replay although it once had. The next create that misses is told.
package enum SlotLoss: String, Sendable, Codable, CaseIterable {
  /// The result was older than it may be replayed.
  case expired
  /// Its files were removed to make room.
  case evicted
  /// A file could not be copied before its link died, or was damaged on the disk.
  case lost
  /// Somebody had it removed.
  case purged
}
