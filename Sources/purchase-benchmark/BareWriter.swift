import TollgateCore
import TollgateStore

/// What bare SQLite does with the rows of a purchase: prepared statements on one connection, no reads, the same three changes
/// (held, being sent, accepted) in transactions of the same size, each as durable.
struct BareWriter {
  let folder: String
  let purchases: Int
  /// A purchase is three commands.
  let commandsPerCommit: Int

  func measure() async throws -> RunFigures {
    // The tables are the store's own.
    try await SQLiteStore.withStore(folder: folder) { _ in }
    let database = try SQLiteConnection(path: folder + "/tollgate.sqlite")
    for pragma in ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"] { try database.run("PRAGMA " + pragma) }
    let statements = try Statements(database)
    try statements.makeBalances()
    let stopwatch = Stopwatch()
    var commits = 0
    try database.run("BEGIN IMMEDIATE")
    // Each stage of a batch comes after the stage before it is durable, as in the gateway.
    var first = 0
    while first < purchases {
      let batch = first..<min(first + commandsPerCommit, purchases)
      for stage in [statements.hold, statements.submit, statements.accept] {
        for number in batch { try stage(number + 1) }
        try database.run("COMMIT")
        commits += 1
        try database.run("BEGIN IMMEDIATE")
      }
      first = batch.upperBound
    }
    try database.run("COMMIT")
    return stopwatch.figures(purchases: purchases, commits: commits, commands: 3 * purchases)
  }
}

/// The statements of one purchase, prepared once.
private struct Statements {
  private static let key = [UInt8](repeating: 7, count: 16)
  private static let price: Int64 = 40_000_000
  private static let day: Int64 = 20_261_123
  private static let month: Int64 = 202_611
  private static let now: Int64 = 1_795_400_000_000
  private static let scopes = ["gateway", "team:team", "key:07070707070707070707070707070707"]

  private let database: SQLiteConnection
  private let insertGeneration, insertBody, insertSlot, takeSlot, insertHold, holdBalances: SQLiteStatement
  private let submitGeneration, acceptGeneration, insertCapture, bookBalances, noteCharge: SQLiteStatement

  init(_ database: SQLiteConnection) throws {
    self.database = database
    insertGeneration = try database.prepare(
      """
      INSERT INTO generations (content, scope, variant, keeps_result, key, team, model, state, hold, refunded, is_charge_unstated, \
      owner, created_at, updated_at, price_class) VALUES (?, 'gateway', '', 1, ?, 'team', ?, 'held', ?, 0, 0, ?, ?, ?, ?)
      """)
    insertBody = try database.prepare("INSERT INTO generation_bodies (generation, canonical) VALUES (?, ?)")
    insertSlot = try database.prepare(
      "INSERT INTO slots (content, scope, variant) VALUES (?, 'gateway', '') ON CONFLICT (content, scope, variant) DO NOTHING")
    takeSlot = try database.prepare(
      "UPDATE slots SET live = ? WHERE content = ? AND scope = 'gateway' AND variant = '' AND live IS NULL")
    insertHold = try database.prepare(
      "INSERT INTO ledger (generation, kind, amount, key, team, day, month, at) VALUES (?, 'hold', ?, ?, 'team', ?, ?, ?)")
    holdBalances = try database.prepare(
      """
      UPDATE balances SET held = held + ?1 WHERE scope IN (?2, ?3, ?4) AND window IN (0, ?5, ?6) \
      AND spent + held + ?1 <= ifnull((SELECT amount FROM budgets WHERE budgets.scope = balances.scope \
      AND budgets.period = balances.period), 9223372036854775807)
      """)
    submitGeneration = try database.prepare(
      "UPDATE generations SET state = 'submitting', updated_at = ? WHERE number = ? AND state = 'held'")
    acceptGeneration = try database.prepare(
      """
      UPDATE generations SET state = 'running', captured = ?, upstream_id = ?, updated_at = ? WHERE number = ? \
      AND state = 'submitting'
      """)
    insertCapture = try database.prepare(
      "INSERT INTO ledger (generation, kind, amount, key, team, day, month, at) VALUES (?, 'capture', ?, ?, 'team', ?, ?, ?)")
    bookBalances = try database.prepare(
      "UPDATE balances SET held = held - ?1, spent = spent + ?1 WHERE scope IN (?2, ?3, ?4) AND window IN (0, ?5, ?6)")
    noteCharge = try database.prepare(
      """
      INSERT INTO charges (class, day, dearest) VALUES (?, 20780, ?) \
      ON CONFLICT (class, day) DO UPDATE SET dearest = excluded.dearest WHERE excluded.dearest > dearest
      """)
  }

  func makeBalances() throws {
    let insert = try database.prepare("INSERT INTO balances (scope, window, period, spent, held) VALUES (?, ?, ?, 0, 0)")
    for scope in Self.scopes {
      for (window, period) in [(0, "total"), (Self.month, "month"), (Self.day, "day")] {
        try insert.run([.text(scope), .integer(window), .text(period)])
      }
    }
  }

  func hold(_ number: Int) throws {
    let body = GatewayRun.body(number)
    let content = Content(hashing: body).bytes
    let (model, owner) = ("google/nano-banana-2/text-to-image", "C56A4180-65AA-42EC-A945-5FD21DEC0538")
    try balances(holdBalances)
    try insertGeneration.run([
      .blob(content), .blob(Self.key), .text(model), .integer(Self.price), .text(owner), .integer(Self.now),
      .integer(Self.now), .text(model + " resolution=1K num_images=1"),
    ])
    try insertBody.run([.integer(Int64(number)), .blob(body)])
    try insertSlot.run([.blob(content)])
    try takeSlot.run([.integer(Int64(number)), .blob(content)])
    try entry(insertHold, number)
  }

  func submit(_ number: Int) throws { try submitGeneration.run([.integer(Self.now), .integer(Int64(number))]) }

  func accept(_ number: Int) throws {
    let id = HexDigits.text(of: Array(KeyID.random().bytes.prefix(12)))
    try acceptGeneration.run([.integer(Self.price), .text(id), .integer(Self.now), .integer(Int64(number))])
    try entry(insertCapture, number)
    try balances(bookBalances)
    try noteCharge.run([.text("google/nano-banana-2/text-to-image resolution=1K num_images=1"), .integer(Self.price)])
  }

  private func entry(_ statement: SQLiteStatement, _ number: Int) throws {
    try statement.run([
      .integer(Int64(number)), .integer(Self.price), .blob(Self.key), .integer(Self.day), .integer(Self.month),
      .integer(Self.now),
    ])
  }

  private func balances(_ statement: SQLiteStatement) throws {
    try statement.run([.integer(Self.price)] + Self.scopes.map { .text($0) } + [.integer(Self.month), .integer(Self.day)])
  }
}
