/// The second schema: balances, budgets and limits, what the upstream charged of late, and what the cache saved. Frozen like
/// the first.
///
/// Balances are sums of the ledger, kept in the same transactions; those of an older database are computed here.
enum SchemaV2 {
  static let sql = """
    PRAGMA user_version = 2;

    -- What is spent and held in each scope (gateway, team:NAME, key:HEX) and window (0, yyyymm, yyyymmdd), limited or not.
    CREATE TABLE balances (
      scope TEXT NOT NULL CHECK (scope <> ''),
      window INTEGER NOT NULL,
      period TEXT NOT NULL,
      spent INTEGER NOT NULL,
      held INTEGER NOT NULL CHECK (held >= 0),
      PRIMARY KEY (scope, window),
      CHECK (period = CASE WHEN window = 0 THEN 'total' WHEN window BETWEEN 100001 AND 999912 THEN 'month'
        WHEN window BETWEEN 10000101 AND 99991231 THEN 'day' END)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO balances (scope, window, period, spent, held)
      WITH moves AS (
        SELECT entry.key, entry.team, entry.day, entry.month,
          CASE entry.kind WHEN 'capture' THEN entry.amount WHEN 'correction' THEN entry.amount
            WHEN 'refund' THEN -entry.amount ELSE 0 END AS spent,
          CASE entry.kind WHEN 'hold' THEN entry.amount WHEN 'capture' THEN -hold.amount
            WHEN 'release' THEN -hold.amount ELSE 0 END AS held
        FROM ledger AS entry JOIN ledger AS hold ON hold.generation = entry.generation AND hold.kind = 'hold'
      ), scoped AS (
        SELECT 'gateway' AS scope, day, month, spent, held FROM moves
        UNION ALL SELECT 'team:' || team, day, month, spent, held FROM moves WHERE team IS NOT NULL
        UNION ALL SELECT 'key:' || lower(hex(key)), day, month, spent, held FROM moves
      )
      SELECT scope, 0, 'total', sum(spent), sum(held) FROM scoped GROUP BY scope
      UNION ALL SELECT scope, month, 'month', sum(spent), sum(held) FROM scoped GROUP BY scope, month
      UNION ALL SELECT scope, day, 'day', sum(spent), sum(held) FROM scoped GROUP BY scope, day;

    -- How much may be spent and held together, where that is limited.
    CREATE TABLE budgets (
      scope TEXT NOT NULL CHECK (scope <> ''),
      period TEXT NOT NULL CHECK (period IN ('total', 'month', 'day')),
      amount INTEGER NOT NULL CHECK (amount >= 0),
      PRIMARY KEY (scope, period)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE keys ADD COLUMN creates_per_minute INTEGER CHECK (creates_per_minute > 0);
    ALTER TABLE keys ADD COLUMN generations_per_minute INTEGER CHECK (generations_per_minute > 0);
    ALTER TABLE keys ADD COLUMN max_running INTEGER CHECK (max_running > 0);

    -- What runs is counted, for the limits of how much may.
    CREATE INDEX generations_running ON generations (key) WHERE state IN ('held', 'submitting', 'running');

    -- The dearest charge of each class of creates on each day, in days since 1970.
    ALTER TABLE generations ADD COLUMN price_class TEXT;
    CREATE TABLE charges (
      class TEXT NOT NULL,
      day INTEGER NOT NULL,
      dearest INTEGER NOT NULL CHECK (dearest >= 0),
      PRIMARY KEY (class, day)
    ) STRICT, WITHOUT ROWID;

    -- Statistics: how creates ended in each minute since 1970, on the calendar day of the gateway's time zone, and what the
    -- cache saved. An empty team is none.
    CREATE TABLE usage (
      minute INTEGER NOT NULL,
      day INTEGER NOT NULL,
      key BLOB NOT NULL CHECK (length(key) = 16),
      team TEXT NOT NULL,
      model TEXT NOT NULL,
      outcome TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count >= 0),
      saved INTEGER NOT NULL CHECK (saved >= 0),
      PRIMARY KEY (minute, key, team, model, outcome)
    ) STRICT, WITHOUT ROWID;
    """
}
