import Foundation
import GRDB
import TollgateCore

/// Statements on `generations` and on what hangs off one: its body, its record, its resend.
enum GenerationTable {
  /// What ``Generation/init(row:)`` reads.
  private static let select = "SELECT \(GenerationColumn.list) FROM generations"
  private static let selectOne = select + " WHERE number = ?"
  // The partial index serves a query only where its own condition is in the query.
  private static let selectUnsent =
    select + " WHERE state IN ('held', 'submitting') AND state <> 'succeeded' AND owner <> ? ORDER BY number"
  private static let selectUnfinished =
    select + """
       WHERE state IN ('running', 'stalled', 'failed') AND state <> 'succeeded' AND owner <> ?
      AND (state <> 'failed' OR (refunded < captured AND finished_at >= ?)) ORDER BY number
      """

  static func load(_ number: GenerationNumber, _ db: Database) throws -> Generation? {
    try db.cachedStatement(sql: selectOne).first([number.value], Generation.init(row:))
  }

  /// Generations whose files are in a state, in the order of their numbers. The state is in the words of a partial index.
  static func list(
    whoseFilesAre state: FilesState, after number: GenerationNumber?, limit: Int, _ db: Database
  ) throws -> [Generation] {
    let condition = state == .copying ? "files = 'copying'" : "files = 'none' AND state = 'succeeded' AND keeps_result = 1"
    // What was passed on and has been replaced is wanted by nobody.
    let isReplayed =
      state == .copying
      ? ""
      : """
       AND EXISTS (SELECT 1 FROM slots WHERE slots.content = generations.content AND slots.scope = generations.scope \
      AND slots.variant = generations.variant AND slots.finished = number)
      """
    return try Row.fetchAll(
      db.cachedStatement(sql: select + " WHERE " + condition + " AND number > ?" + isReplayed + " ORDER BY number LIMIT ?"),
      arguments: [number?.value ?? 0, limit]
    ).map(Generation.init(row:))
  }

  /// What other owners held or were just sending.
  static func unsent(notOwnedBy owner: OwnerID, _ db: Database) throws -> [Generation] {
    try Row.fetchAll(db.cachedStatement(sql: selectUnsent), arguments: [owner.description]).map(Generation.init(row:))
  }

  /// What other owners asked the upstream about: running, stalled, and failed since `moment` with money still out.
  static func unfinished(notOwnedBy owner: OwnerID, failedSince moment: Timestamp, _ db: Database) throws -> [Generation] {
    try Row.fetchAll(
      db.cachedStatement(sql: selectUnfinished), arguments: [owner.description, moment.millisecondsSince1970]
    ).map(Generation.init(row:))
  }

  static func setOwner(_ owner: OwnerID, of number: GenerationNumber, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE generations SET owner = ? WHERE number = ?")
      .execute(arguments: [owner.description, number.value])
  }

  /// How many are held, submitting or running: of one key, or of all. It stops counting at `limit`.
  static func runningCount(of key: KeyID?, limit: Int, _ db: Database) throws -> Int {
    // In the words of the partial index, which serves no others.
    let running =
      "SELECT count(*) FROM (SELECT 1 FROM generations WHERE (state = 'held' OR state = 'submitting' OR state = 'running')"
    let count =
      if let key {
        try Int.fetchOne(
          db.cachedStatement(sql: running + " AND key = ? LIMIT ?)"), arguments: [key.bytes.data, limit])
      } else {
        try Int.fetchOne(db.cachedStatement(sql: running + " LIMIT ?)"), arguments: [limit])
      }
    return count ?? 0
  }

  /// Adds a generation whose hold is being taken, and its body.
  static func insert(_ order: PurchaseOrder, hold: Money, after loss: SlotLoss?, _ db: Database) throws -> Generation {
    try db.cachedStatement(
      sql: """
        INSERT INTO generations (content, scope, variant, keeps_result, key, team, model, state, hold, refunded, \
        is_charge_unstated, owner, created_at, updated_at, price_class, bought_after) \
        VALUES (?, ?, ?, ?, ?, ?, ?, 'held', ?, 0, 0, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      order.slot.content.bytes.data, order.slot.scope.description, order.slot.variant, !order.policy.storesNothing,
      order.key.bytes.data, order.team, order.model.storable, hold.nanodollars, order.owner.description,
      order.at.millisecondsSince1970, order.at.millisecondsSince1970, order.priceClass.description.storable,
      loss?.rawValue,
    ])
    guard let number = GenerationNumber(db.lastInsertedRowID) else {
      throw StoreError.notDurable("the numbers of generations are used up")
    }
    try note(number, at: order.at, db)
    try db.cachedStatement(sql: "INSERT INTO generation_bodies (generation, canonical) VALUES (?, ?)")
      .execute(arguments: [number.value, order.canonicalBody.data])
    return Generation(
      number: number, slot: order.slot, keepsResult: !order.policy.storesNothing, key: order.key, team: order.team,
      model: order.model.storable, createdAt: order.at, boughtAfter: loss, machine: GenerationStateMachine(hold: hold))
  }

  /// Adds a number to those of its hour, by which it is found. A trigger would do the same, and make SQLite look for rows that
  /// refer to the new one, through whole tables.
  private static func note(_ number: GenerationNumber, at moment: Timestamp, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO generation_hours (hour, first, last) VALUES (?1 / 3600000, ?2, ?2) \
        ON CONFLICT (hour) DO UPDATE SET last = excluded.last
        """
    ).execute(arguments: [moment.millisecondsSince1970, number.value])
  }

  /// Whether anything was ever imported.
  static func hasImports(_ db: Database) throws -> Bool {
    try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM generations WHERE imported_cost IS NOT NULL)") ?? false
  }

  /// Adds an imported result as a generation that has succeeded, and its body.
  static func insert(
    _ result: ImportedResult, owner: OwnerID, at now: Timestamp, _ db: Database
  ) throws -> GenerationNumber {
    let moment = now.millisecondsSince1970
    try db.cachedStatement(
      sql: """
        INSERT INTO generations (content, scope, variant, keeps_result, key, model, state, hold, captured, refunded, \
        is_charge_unstated, owner, created_at, updated_at, finished_at, files, imported_cost) \
        VALUES (?, ?, ?, 1, ?, ?, 'succeeded', 0, 0, 0, 0, ?, ?, ?, ?, 'kept', ?)
        """
    ).execute(arguments: [
      result.slot.content.bytes.data, result.slot.scope.description, result.slot.variant, Bookkeeping.nobody.bytes.data,
      result.model.storable, owner.description, moment, moment, moment, result.cost.nanodollars,
    ])
    guard let number = GenerationNumber(db.lastInsertedRowID) else {
      throw StoreError.notDurable("the numbers of generations are used up")
    }
    try note(number, at: now, db)
    try db.cachedStatement(sql: "INSERT INTO generation_bodies (generation, canonical) VALUES (?, ?)")
      .execute(arguments: [number.value, result.canonicalBody.data])
    return number
  }

  /// Writes what an event changed.
  ///
  /// - Returns: whether the generation still was as `old` says; nothing is written otherwise.
  static func update(_ new: Generation, from old: Generation, _ db: Database) throws -> Bool {
    try db.cachedStatement(
      sql: """
        UPDATE generations SET state = ?, captured = ?, refunded = ?, is_charge_unstated = ?, upstream_id = ?, \
        rejection_status = ?, rejection_code = ?, rejection_text = ?, release_reason = ?, note = ?, \
        updated_at = ?, finished_at = ?, files = ? WHERE number = ? AND state = ? AND refunded = ? AND files = ?
        """
    ).execute(arguments: [
      new.state.rawValue, new.machine.captured?.nanodollars, new.machine.refunded.nanodollars, new.machine.isChargeUnstated,
      new.upstreamID?.storable, new.rejection?.httpStatus, new.rejection?.code, new.rejection?.text.storable,
      new.releaseReason?.rawValue, new.note?.storable, new.updatedAt.millisecondsSince1970,
      new.finishedAt?.millisecondsSince1970, new.files.rawValue, new.number.value, old.state.rawValue,
      old.machine.refunded.nanodollars, old.files.rawValue,
    ])
    return db.changesCount == 1
  }

  /// The generation that the upstream's job id already stands for.
  static func holder(ofUpstreamID id: String, _ db: Database) throws -> GenerationNumber? {
    let number = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT number FROM generations WHERE upstream_id = ? AND upstream_id IS NOT NULL"),
      arguments: [id.storable])
    return number.flatMap { GenerationNumber($0) }
  }

  static func insertRecord(_ record: [UInt8], for number: GenerationNumber, _ db: Database) throws {
    try db.cachedStatement(sql: "INSERT INTO generation_records (generation, record) VALUES (?, ?)")
      .execute(arguments: [number.value, record.data])
  }

  static func body(_ number: GenerationNumber, _ db: Database) throws -> [UInt8]? {
    try Data.fetchOne(
      db.cachedStatement(sql: "SELECT canonical FROM generation_bodies WHERE generation = ?"), arguments: [number.value]
    ).map(Array.init)
  }

  static func record(_ number: GenerationNumber, _ db: Database) throws -> [UInt8]? {
    try Data.fetchOne(
      db.cachedStatement(sql: "SELECT record FROM generation_records WHERE generation = ?"), arguments: [number.value]
    ).map(Array.init)
  }

  /// The generation that bought an unknown again, the newest of them.
  static func resend(of unknown: GenerationNumber, _ db: Database) throws -> GenerationNumber? {
    let number = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT max(new) FROM resends WHERE old = ?"), arguments: [unknown.value])
    return number.flatMap { GenerationNumber($0) }
  }

  /// The unknown that a generation bought again.
  static func resent(by generation: GenerationNumber, _ db: Database) throws -> GenerationNumber? {
    let number = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT old FROM resends WHERE new = ?"), arguments: [generation.value])
    return number.flatMap { GenerationNumber($0) }
  }

  /// Writes down who allowed an unknown to be bought again.
  static func insertResend(
    new: GenerationNumber, old: GenerationNumber, authorisedBy key: KeyID, isConfigured: Bool, at now: Timestamp, _ db: Database
  ) throws {
    try db.cachedStatement(sql: "INSERT INTO resends (new, old, authorised_by, kind, at) VALUES (?, ?, ?, ?, ?)")
      .execute(arguments: [
        new.value, old.value, key.bytes.data, isConfigured ? "configured" : "asked", now.millisecondsSince1970,
      ])
  }

  /// The generations whose results name an asset.
  static func list(naming asset: AssetID, _ db: Database) throws -> [Generation] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: select + """
           WHERE number IN (SELECT generation FROM files WHERE asset = (SELECT id FROM assets WHERE digest = ?)) ORDER BY number
          """),
      arguments: [asset.bytes.data]
    ).map(Generation.init(row:))
  }

  static func isPinned(_ number: GenerationNumber, _ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT pinned_at IS NOT NULL FROM generations WHERE number = ?"), arguments: [number.value])
      ?? false
  }

  /// Pins a generation, or takes the pin out.
  ///
  /// - Returns: whether there is such a generation.
  static func setPin(_ moment: Timestamp?, of number: GenerationNumber, _ db: Database) throws -> Bool {
    try db.cachedStatement(sql: "UPDATE generations SET pinned_at = ? WHERE number = ?")
      .execute(arguments: [moment?.millisecondsSince1970, number.value])
    return db.changesCount == 1
  }

  /// Removes what was asked and what came back.
  static func removeResult(of number: GenerationNumber, _ db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM generation_bodies WHERE generation = ?").execute(arguments: [number.value])
    try db.cachedStatement(sql: "DELETE FROM prompts WHERE generation = ?").execute(arguments: [number.value])
    try db.cachedStatement(sql: "DELETE FROM generation_records WHERE generation = ?").execute(arguments: [number.value])
  }
}
