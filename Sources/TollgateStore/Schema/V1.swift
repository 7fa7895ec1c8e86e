/// The first schema. Frozen: what has been released is changed by a further migration, never here.
///
/// Money is in nano-dollars, times are milliseconds since 1970 from the engine's clock, flags are 0 or 1.
enum SchemaV1 {
  static let sql = """
    PRAGMA application_id = 1414285140;
    PRAGMA user_version = 1;

    -- One purchase upstream and its result. AUTOINCREMENT: a number is never used twice.
    CREATE TABLE generations (
      number INTEGER PRIMARY KEY AUTOINCREMENT CHECK (number BETWEEN 1 AND 68719476735),
      content BLOB NOT NULL CHECK (length(content) = 32),
      scope TEXT NOT NULL CHECK (scope <> ''),
      variant TEXT NOT NULL,
      keeps_result INTEGER NOT NULL CHECK (keeps_result IN (0, 1)),
      key BLOB NOT NULL CHECK (length(key) = 16),
      team TEXT,
      model TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN (
        'held', 'submitting', 'running', 'succeeded', 'failed', 'stalled', 'unknown', 'rejected', 'released')),
      hold INTEGER NOT NULL CHECK (hold >= 0),
      captured INTEGER CHECK (captured >= 0),
      refunded INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND coalesce(captured, 0)),
      is_charge_unstated INTEGER NOT NULL CHECK (is_charge_unstated IN (0, 1)),
      upstream_id TEXT,
      rejection_status INTEGER,
      rejection_code INTEGER,
      rejection_text TEXT,
      release_reason TEXT,
      note TEXT,
      owner TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      finished_at INTEGER,
      CHECK ((captured IS NOT NULL) = (state IN ('running', 'succeeded', 'failed', 'stalled'))),
      CHECK ((finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'rejected', 'released'))),
      CHECK ((state = 'rejected') = (rejection_status IS NOT NULL)),
      CHECK ((rejection_status IS NULL) = (rejection_code IS NULL)),
      CHECK ((rejection_status IS NULL) = (rejection_text IS NULL)),
      CHECK ((state = 'released') = (release_reason IS NOT NULL))
    ) STRICT;
    -- Few generations are anything but succeeded; those are the ones that are listed and recovered.
    CREATE INDEX generations_by_state ON generations (state) WHERE state <> 'succeeded';
    -- The upstream never runs one job for two creates.
    CREATE UNIQUE INDEX generations_by_upstream_id ON generations (upstream_id) WHERE upstream_id IS NOT NULL;

    -- The client's JSON object in its canonical spelling.
    CREATE TABLE generation_bodies (
      generation INTEGER PRIMARY KEY REFERENCES generations (number),
      canonical BLOB NOT NULL
    ) STRICT;

    -- The upstream's finished record as canonical JSON.
    CREATE TABLE generation_records (
      generation INTEGER PRIMARY KEY REFERENCES generations (number),
      record BLOB NOT NULL
    ) STRICT;

    -- The cache: at most one finished and at most one live generation for each (content, scope, variant).
    CREATE TABLE slots (
      content BLOB NOT NULL CHECK (length(content) = 32),
      scope TEXT NOT NULL CHECK (scope <> ''),
      variant TEXT NOT NULL,
      finished INTEGER REFERENCES generations (number),
      finished_at INTEGER,
      live INTEGER REFERENCES generations (number),
      resent_at INTEGER,
      PRIMARY KEY (content, scope, variant),
      CHECK ((finished IS NULL) = (finished_at IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX slots_by_live ON slots (live) WHERE live IS NOT NULL;

    -- Who allowed an unknown to be bought again, and when. `old` keeps its hold.
    CREATE TABLE resends (
      new INTEGER PRIMARY KEY REFERENCES generations (number),
      old INTEGER NOT NULL REFERENCES generations (number),
      authorised_by BLOB NOT NULL CHECK (length(authorised_by) = 16),
      kind TEXT NOT NULL CHECK (kind IN ('configured', 'asked')),
      at INTEGER NOT NULL,
      CHECK (new > old)
    ) STRICT;
    CREATE INDEX resends_by_old ON resends (old);

    -- Every movement of money, append-only. Later entries copy the labels of their hold.
    CREATE TABLE ledger (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      generation INTEGER NOT NULL REFERENCES generations (number),
      kind TEXT NOT NULL CHECK (kind IN ('hold', 'capture', 'release', 'refund', 'correction')),
      amount INTEGER NOT NULL CHECK (kind = 'correction' OR amount >= 0),
      key BLOB NOT NULL CHECK (length(key) = 16),
      team TEXT,
      day INTEGER NOT NULL,
      month INTEGER NOT NULL CHECK (month = day / 100),
      at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX ledger_by_generation ON ledger (generation, kind, amount);
    CREATE UNIQUE INDEX ledger_one_hold ON ledger (generation) WHERE kind = 'hold';
    CREATE UNIQUE INDEX ledger_one_fate ON ledger (generation) WHERE kind IN ('capture', 'release');
    CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
      BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_is_never_deleted BEFORE DELETE ON ledger
      BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;

    -- The keys that the gateway gave out, with the SHA-256 of their secrets.
    CREATE TABLE keys (
      id BLOB PRIMARY KEY CHECK (length(id) = 16),
      name TEXT NOT NULL UNIQUE CHECK (name <> ''),
      digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
      team TEXT,
      origin TEXT NOT NULL CHECK (origin IN ('created', 'declared')),
      models TEXT,
      replay_only INTEGER NOT NULL CHECK (replay_only IN (0, 1)),
      created_at INTEGER NOT NULL,
      expires_at INTEGER,
      revoked_at INTEGER
    ) STRICT, WITHOUT ROWID;

    -- The secret of the job ids, and the first serial that has not been given out. One row.
    CREATE TABLE tickets (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      secret BLOB NOT NULL CHECK (length(secret) = 32),
      next_serial INTEGER NOT NULL CHECK (next_serial BETWEEN 0 AND 1099511627776)
    ) STRICT;
    """
}
