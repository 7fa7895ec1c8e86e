import Foundation
import GRDB
import TollgateCore

/// Statements on `content_moves`: generations that get another content, collected first, and then moved all at once. One after
/// the other would not do: a slot may be left by one and taken by another.
enum ContentMoveTable {
  /// Those whose body is read: what stands in a slot, what may come to stand in one, and what a repeat is compared with.
  private static let concerned = """
    (slots.finished IS generations.number OR slots.live IS generations.number \
    OR (generations.state <> 'succeeded' AND generations.state IN ('held', 'submitting', 'running', 'stalled', 'unknown')) \
    OR EXISTS (SELECT 1 FROM idempotency WHERE idempotency.generation = generations.number))
    """
  private static let ownSlot =
    "slots.content = generations.content AND slots.scope = generations.scope AND slots.variant = generations.variant"

  /// One generation whose content was made anew.
  struct Found {
    let number: Int64
    /// `nil` where it is as it was.
    let move: Data?
  }

  /// The fingerprint of the rules by which the contents were made; `nil` where that was never written.
  static func normalisation(_ db: Database) throws -> String? {
    try String.fetchOne(db, sql: "SELECT fingerprint FROM normalisation WHERE id = 1")
  }

  static func removeAll(_ db: Database) throws { try db.execute(sql: "DELETE FROM content_moves") }

  /// Makes the contents of the next generations after `number`, at most `limit`, anew. One body is in memory at a time.
  static func read(
    after number: Int64, limit: Int, _ content: ([UInt8]) -> Content?, _ db: Database
  ) throws -> [Found] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT generations.number, generations.content, generation_bodies.canonical FROM generations \
          JOIN generation_bodies ON generation_bodies.generation = generations.number LEFT JOIN slots ON \(ownSlot) \
          WHERE generations.number > ? AND \(concerned) ORDER BY generations.number LIMIT ?
          """), arguments: [number, limit])
    var found: [Found] = []
    while let row = try rows.next() {
      let (old, new) = (try row.bytes(1), content(try row.bytes(2))?.bytes)
      found.append(Found(number: try row.value(0), move: new == nil || new == old ? nil : new?.data))
    }
    return found
  }

  static func insert(_ found: [Found], _ db: Database) throws {
    let statement = try db.cachedStatement(sql: "INSERT INTO content_moves (generation, content) VALUES (?, ?)")
    for case let (number, content?) in found.map({ ($0.number, $0.move) }) {
      try statement.execute(arguments: [number, content])
    }
  }

  /// Moves what was collected, and writes down by which rules.
  ///
  /// - Returns: how many were moved, and how many of them lost their slot.
  static func apply(under normalisation: String, _ db: Database) throws -> (moved: Int, displaced: Int) {
    var counts = (moved: 0, displaced: 0)
    if try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM content_moves)") ?? false {
      for sql in [families, unmoved, finishedRoles, liveRoles, leaveFinished, leaveLive, removeEmptySlots] {
        try db.execute(sql: sql)
      }
      try db.execute(sql: newContents)
      counts.moved = db.changesCount
      for sql in [occupants, leaveLive, enterFinished, enterLive] { try db.execute(sql: sql) }
      try db.execute(sql: keepNothing)
      counts.displaced = db.changesCount
    }
    try removeAll(db)
    try db.execute(
      sql: """
        INSERT INTO normalisation (id, fingerprint) VALUES (1, ?) \
        ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint
        """, arguments: [normalisation])
    return counts
  }
}

// The steps, in their order.
extension ContentMoveTable {
  /// What bought an unknown again stays with it: all of a family get the content of the newest that was read.
  private static let families = """
    WITH RECURSIVE family (root, member) AS (
      SELECT DISTINCT old, old FROM resends WHERE old NOT IN (SELECT new FROM resends)
      UNION SELECT root, new FROM family JOIN resends ON resends.old = family.member
    ), leaders (root, number) AS (
      SELECT root, max(member) FROM family JOIN generations ON generations.number = family.member
        LEFT JOIN slots ON \(ownSlot) WHERE \(concerned) GROUP BY root
    )
    INSERT INTO content_moves (generation, content)
      SELECT family.member, coalesce(content_moves.content, generations.content) FROM leaders JOIN family USING (root)
        JOIN generations ON generations.number = leaders.number
        LEFT JOIN content_moves ON content_moves.generation = leaders.number WHERE true
      ON CONFLICT (generation) DO UPDATE SET content = excluded.content
    """
  private static let unmoved =
    "DELETE FROM content_moves WHERE content = (SELECT content FROM generations WHERE number = generation)"

  private static let inSlots = "FROM generations, slots WHERE generations.number = content_moves.generation AND \(ownSlot)"
  private static let finishedRoles =
    "UPDATE content_moves SET finished_at = slots.finished_at \(inSlots) AND slots.finished = generation"
  private static let liveRoles =
    "UPDATE content_moves SET is_live = 1, resent_at = slots.resent_at \(inSlots) AND slots.live = generation"

  private static let ofMoves = "FROM content_moves JOIN generations ON generations.number = content_moves.generation"
  private static let leaveFinished =
    "UPDATE slots SET finished = NULL, finished_at = NULL \(ofMoves) WHERE content_moves.finished_at IS NOT NULL AND \(ownSlot)"
  private static let leaveLive =
    "UPDATE slots SET live = NULL, resent_at = NULL \(ofMoves) WHERE content_moves.is_live = 1 AND \(ownSlot)"
  private static let removeEmptySlots = """
    DELETE FROM slots WHERE finished IS NULL AND live IS NULL AND (content, scope, variant) IN (
      SELECT generations.content, generations.scope, generations.variant \(ofMoves)
      WHERE content_moves.finished_at IS NOT NULL OR content_moves.is_live = 1)
    """

  private static let newContents =
    "UPDATE generations SET content = content_moves.content FROM content_moves WHERE generation = number"

  /// What is live where another one is going to be: they are all treated alike.
  private static let occupants = """
    INSERT INTO content_moves (generation, content, is_live, resent_at)
      SELECT DISTINCT slots.live, slots.content, 1, slots.resent_at \(ofMoves) JOIN slots ON \(ownSlot)
      WHERE content_moves.is_live = 1 AND slots.live IS NOT NULL
    """
  private static let enterFinished = """
    INSERT INTO slots (content, scope, variant, finished, finished_at)
      SELECT generations.content, scope, variant, number, content_moves.finished_at \(ofMoves)
        WHERE content_moves.finished_at IS NOT NULL ORDER BY content_moves.finished_at, number
      ON CONFLICT (content, scope, variant) DO UPDATE SET finished = excluded.finished, finished_at = excluded.finished_at, loss = NULL
        WHERE slots.finished IS NULL
        OR (excluded.finished_at, excluded.finished) > (slots.finished_at, slots.finished)
    """
  /// The first to come stays.
  private static let enterLive = """
    INSERT INTO slots (content, scope, variant, live, resent_at)
      SELECT generations.content, scope, variant, number, content_moves.resent_at \(ofMoves)
        WHERE content_moves.is_live = 1 ORDER BY state NOT IN ('unknown', 'stalled'), number
      ON CONFLICT (content, scope, variant) DO UPDATE SET live = coalesce(slots.live, excluded.live),
        resent_at = coalesce(max(slots.resent_at, excluded.resent_at), slots.resent_at, excluded.resent_at)
    """
  /// With those go the unknowns that they bought again: their slot is not theirs any more either.
  private static let keepNothing = """
    WITH RECURSIVE displaced (number) AS (
      SELECT generations.number \(ofMoves) JOIN slots ON \(ownSlot)
        WHERE content_moves.is_live = 1 AND slots.live <> generations.number
      UNION SELECT resends.old FROM displaced JOIN resends ON resends.new = displaced.number
        JOIN generations ON generations.number = resends.old
        WHERE generations.state IN ('held', 'submitting', 'running', 'stalled', 'unknown')
    )
    UPDATE generations SET keeps_result = 0 WHERE number IN (SELECT number FROM displaced)
    """
}
