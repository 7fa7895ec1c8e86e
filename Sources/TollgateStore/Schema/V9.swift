/// The ninth schema: sums of the statistics and of the ledger by hour and by day, and ways to find purchases and entries by whose
/// they are. Frozen like the others.
enum SchemaV9 {
  static let sql = """
    PRAGMA user_version = 9;

    -- Purchases, newest first, of one key, team or model. What else is asked for is looked at without reading their rows.
    CREATE INDEX generations_by_key ON generations (key, number, model, created_at);
    CREATE INDEX generations_by_team ON generations (team, number, model, created_at) WHERE team IS NOT NULL;
    CREATE INDEX generations_by_model ON generations (model, number, created_at);

    -- The numbers that were given out in each hour since 1970: a time becomes a range of numbers.
    CREATE TABLE generation_hours (
      hour INTEGER PRIMARY KEY,
      first INTEGER NOT NULL,
      last INTEGER NOT NULL CHECK (last >= first)
    ) STRICT;
    INSERT INTO generation_hours (hour, first, last)
      SELECT created_at / 3600000, min(number), max(number) FROM generations GROUP BY 1;

    -- Entries of the ledger, newest first. Few are neither holds nor captures.
    CREATE INDEX ledger_by_key ON ledger (key);
    CREATE INDEX ledger_by_team ON ledger (team) WHERE team IS NOT NULL;
    CREATE INDEX ledger_by_day ON ledger (day);
    CREATE INDEX ledger_by_rare_kind ON ledger (kind) WHERE kind <> 'hold' AND kind <> 'capture';

    -- The statistics of an hour since 1970 or a day (yyyymmdd), in a scope (gateway, key:HEX, team:NAME, or team: for none).
    -- model is empty for all of them together, or = and its id.
    CREATE TABLE usage_sums (
      step TEXT NOT NULL CHECK (step = 'hour' OR step = 'day'),
      model TEXT NOT NULL,
      scope TEXT NOT NULL CHECK (scope <> ''),
      time INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count >= 0),
      saved INTEGER NOT NULL CHECK (saved >= 0),
      PRIMARY KEY (step, model, scope, time, outcome)
    ) STRICT, WITHOUT ROWID;
    WITH moves AS MATERIALIZED (
      SELECT minute / 60 AS hour, day, key, team, model, outcome, sum(count) AS count,
        sum(saved / 1000000000) AS dollars, sum(saved % 1000000000) AS rest
      FROM usage GROUP BY 1, 2, 3, 4, 5, 6
    ), times AS (
      SELECT 'hour' AS step, hour AS time, key, team, model, outcome, count, dollars, rest FROM moves
      UNION ALL SELECT 'day', day, key, team, model, outcome, count, dollars, rest FROM moves
    ), scopes AS (
      SELECT step, time, 'gateway' AS scope, model, outcome, count, dollars, rest FROM times
      UNION ALL SELECT step, time, 'team:' || team, model, outcome, count, dollars, rest FROM times
      UNION ALL SELECT step, time, 'key:' || lower(hex(key)), model, outcome, count, dollars, rest FROM times
    ), models AS (
      SELECT step, '' AS model, scope, time, outcome, count, dollars, rest FROM scopes
      UNION ALL SELECT step, '=' || model, scope, time, outcome, count, dollars, rest FROM scopes
    )
    INSERT INTO usage_sums (step, model, scope, time, outcome, count, saved)
      SELECT step, model, scope, time, outcome, sum(count),
        iif(sum(dollars) + sum(rest) / 1000000000 >= 9223372036, 9223372036854775807,
          sum(dollars) * 1000000000 + sum(rest))
      FROM models GROUP BY 1, 2, 3, 4, 5;

    -- The ledger's entries up to one, summed up in the same way. Each counts at the moment and on the day of its hold.
    CREATE TABLE spending_sums (
      step TEXT NOT NULL CHECK (step = 'hour' OR step = 'day'),
      model TEXT NOT NULL,
      scope TEXT NOT NULL CHECK (scope <> ''),
      time INTEGER NOT NULL,
      purchases INTEGER NOT NULL,
      spent INTEGER NOT NULL,
      held INTEGER NOT NULL,
      PRIMARY KEY (step, model, scope, time)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE spending_progress (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      through INTEGER NOT NULL
    ) STRICT;
    INSERT INTO spending_progress (id, through) SELECT 1, coalesce(max(id), 0) FROM ledger;
    WITH moves AS MATERIALIZED (
      SELECT hold.at / 3600000 AS hour, hold.day AS day, hold.key AS key, ifnull(hold.team, '') AS team,
        generations.model AS model,
        sum(CASE entry.kind WHEN 'hold' THEN 1 WHEN 'release' THEN -1 ELSE 0 END) AS purchases,
        sum(CASE entry.kind WHEN 'capture' THEN entry.amount WHEN 'correction' THEN entry.amount
          WHEN 'refund' THEN -entry.amount ELSE 0 END) AS spent,
        sum(CASE entry.kind WHEN 'hold' THEN entry.amount WHEN 'capture' THEN -hold.amount
          WHEN 'release' THEN -hold.amount ELSE 0 END) AS held
      FROM ledger AS entry CROSS JOIN ledger AS hold ON hold.generation = entry.generation AND hold.kind = 'hold'
        CROSS JOIN generations ON generations.number = entry.generation
      GROUP BY 1, 2, 3, 4, 5
    ), times AS (
      SELECT 'hour' AS step, hour AS time, key, team, model, purchases, spent, held FROM moves
      UNION ALL SELECT 'day', day, key, team, model, purchases, spent, held FROM moves
    ), scopes AS (
      SELECT step, time, 'gateway' AS scope, model, purchases, spent, held FROM times
      UNION ALL SELECT step, time, 'team:' || team, model, purchases, spent, held FROM times
      UNION ALL SELECT step, time, 'key:' || lower(hex(key)), model, purchases, spent, held FROM times
    ), models AS (
      SELECT step, '' AS model, scope, time, purchases, spent, held FROM scopes
      UNION ALL SELECT step, '=' || model, scope, time, purchases, spent, held FROM scopes
    )
    INSERT INTO spending_sums (step, model, scope, time, purchases, spent, held)
      SELECT step, model, scope, time, sum(purchases), sum(spent), sum(held) FROM models GROUP BY 1, 2, 3, 4;
    """
}
