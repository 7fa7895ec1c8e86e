import GRDB
import TollgateCore

/// Statements on `slots`. Every change is guarded by what was read, and says by its row count whether it happened.
enum SlotTable {
  static func contents(_ slot: Slot, _ db: Database) throws -> SlotContents {
    try db.cachedStatement(
      sql: """
        SELECT slots.finished, slots.finished_at, slots.live, generations.state, slots.resent_at, slots.loss FROM slots \
        LEFT JOIN generations ON generations.number = slots.live \
        WHERE slots.content = ? AND slots.scope = ? AND slots.variant = ?
        """
    ).first(key(slot)) { row in
      var contents = SlotContents(
        resentAt: try row.timestampIfPresent(4),
        loss: try row.decode(String?.self, atIndex: 5).map {
          try row.required(SlotLoss(rawValue: $0), "a reason for a loss")
        })
      if let at = try row.timestampIfPresent(1) {
        contents.finished = SlotContents.Finished(generation: try row.generationNumber(0), at: at)
      }
      if try row.decode(Int64?.self, atIndex: 2) != nil {
        contents.live = SlotContents.Live(generation: try row.generationNumber(2), state: try row.state(3))
      }
      return contents
    } ?? SlotContents()
  }

  /// Makes the slot's row where it is missing.
  static func ensure(_ slot: Slot, _ db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT INTO slots (content, scope, variant) VALUES (?, ?, ?) ON CONFLICT (content, scope, variant) DO NOTHING"
    ).execute(arguments: key(slot))
  }

  /// Makes `new` the slot's live generation, instead of the `old` one that was seen there; `nil` where the slot was seen free.
  /// Says `false`, and changes nothing, where the live generation is another one: somebody was first.
  static func take(_ slot: Slot, for new: GenerationNumber, replacing old: GenerationNumber?, _ db: Database) throws -> Bool {
    try db.cachedStatement(
      sql: "UPDATE slots SET live = ? WHERE content = ? AND scope = ? AND variant = ? AND live IS ?"
    ).execute(arguments: [
      new.value, slot.content.bytes.data, slot.scope.description, slot.variant, old?.value,
    ])
    return db.changesCount == 1
  }

  /// Spends the slot's configured resend.
  static func setResent(_ slot: Slot, at now: Timestamp, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE slots SET resent_at = ? WHERE content = ? AND scope = ? AND variant = ?")
      .execute(arguments: [now.millisecondsSince1970] + key(slot))
  }

  static func clearLive(_ slot: Slot, of generation: GenerationNumber, _ db: Database) throws {
    try db.cachedStatement(
      sql: "UPDATE slots SET live = NULL WHERE content = ? AND scope = ? AND variant = ? AND live = ?"
    ).execute(arguments: key(slot) + [generation.value])
  }

  /// Makes the generation's result the one that is replayed: where it is the live one, and where nothing is finished yet, as
  /// when an unknown that was resent succeeds late.
  static func finish(_ slot: Slot, by generation: GenerationNumber, at now: Timestamp, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE slots SET finished = ?1, finished_at = ?2, live = nullif(live, ?1), loss = NULL \
        WHERE content = ?3 AND scope = ?4 AND variant = ?5 AND (live = ?1 OR finished IS NULL)
        """
    ).execute(arguments: [generation.value, now.millisecondsSince1970] + key(slot))
  }

  /// Frees the slot of a generation that is finished or live in it, and notes why.
  static func lose(_ slot: Slot, of generation: GenerationNumber, because loss: SlotLoss, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE slots SET finished = nullif(finished, ?1), finished_at = iif(finished = ?1, NULL, finished_at), \
        live = nullif(live, ?1), loss = iif(finished = ?1 OR finished IS NULL, ?2, loss) \
        WHERE content = ?3 AND scope = ?4 AND variant = ?5 AND (finished = ?1 OR live = ?1)
        """
    ).execute(arguments: [generation.value, loss.rawValue] + key(slot))
  }

  private static func key(_ slot: Slot) -> StatementArguments {
    [slot.content.bytes.data, slot.scope.description, slot.variant]
  }
}
