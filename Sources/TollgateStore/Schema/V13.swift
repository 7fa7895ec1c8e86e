/// The thirteenth schema: details that are no longer kept, behind what they add up to. Frozen like the others.
enum SchemaV13 {
  static let sql = """
    PRAGMA user_version = 13;

    -- The minutes of the statistics before this one are gone, and days up to this one (yyyymmdd) may have lost some. Purchases up
    -- to this number have been looked at for closing. One row.
    CREATE TABLE retention (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      first_minute INTEGER NOT NULL,
      last_day INTEGER NOT NULL,
      closed_through INTEGER NOT NULL
    ) STRICT;
    INSERT INTO retention (id, first_minute, last_day, closed_through) VALUES (1, 0, 0, 0);

    -- When the ledger's entries of a purchase that is over were replaced by their sum.
    ALTER TABLE generations ADD COLUMN closed_at INTEGER CHECK (closed_at IS NULL OR finished_at IS NOT NULL);

    -- The closing entries: what the entries of closed purchases added up to, of one hour since 1970 and day of their holds, one
    -- key, team (empty for none) and model. Nothing is held there any more.
    CREATE TABLE ledger_closings (
      day INTEGER NOT NULL,
      hour INTEGER NOT NULL,
      key BLOB NOT NULL CHECK (length(key) = 16),
      team TEXT NOT NULL,
      model TEXT NOT NULL,
      generations INTEGER NOT NULL CHECK (generations > 0),
      purchases INTEGER NOT NULL CHECK (purchases BETWEEN 0 AND generations),
      spent INTEGER NOT NULL CHECK (spent >= 0),
      PRIMARY KEY (day, hour, key, team, model)
    ) STRICT, WITHOUT ROWID;

    -- Entries go only with their purchase's closing, in the same step that adds them up.
    DROP TRIGGER ledger_is_never_deleted;
    CREATE TRIGGER ledger_is_never_deleted BEFORE DELETE ON ledger
      WHEN NOT EXISTS (SELECT 1 FROM generations WHERE number = old.generation AND closed_at IS NOT NULL)
      BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_is_closed_once BEFORE UPDATE OF closed_at ON generations
      WHEN old.closed_at IS NOT NULL OR new.state NOT IN ('succeeded', 'failed', 'rejected', 'released')
        OR (SELECT max(id) FROM ledger WHERE generation = new.number) > (SELECT through FROM spending_progress WHERE id = 1)
      BEGIN SELECT raise(ABORT, 'this purchase cannot be closed'); END;
    CREATE TRIGGER ledger_is_closed AFTER UPDATE OF closed_at ON generations BEGIN
      INSERT INTO ledger_closings (day, hour, key, team, model, generations, purchases, spent)
        SELECT hold.day, hold.at / 3600000, hold.key, ifnull(hold.team, ''), new.model, 1,
          sum(CASE entry.kind WHEN 'hold' THEN 1 WHEN 'release' THEN -1 ELSE 0 END),
          sum(CASE entry.kind WHEN 'capture' THEN entry.amount WHEN 'correction' THEN entry.amount
            WHEN 'refund' THEN -entry.amount ELSE 0 END)
        FROM ledger AS entry JOIN ledger AS hold ON hold.generation = new.number AND hold.kind = 'hold'
        WHERE entry.generation = new.number GROUP BY hold.id
        ON CONFLICT (day, hour, key, team, model) DO UPDATE SET generations = generations + 1,
          purchases = purchases + excluded.purchases, spent = spent + excluded.spent;
      DELETE FROM ledger WHERE generation = new.number;
    END;
    CREATE TRIGGER closings_are_never_deleted BEFORE DELETE ON ledger_closings
      BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
    """
}
