/// The fifth schema: the outbox of the clients' callbacks, and what they are signed with. Frozen like the others.
enum SchemaV5 {
  static let sql = """
    PRAGMA user_version = 5;

    -- One job's record that is owed to a client's own server. due_at is when somebody has to look at it; NULL where nobody has.
    CREATE TABLE callbacks (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      generation INTEGER NOT NULL REFERENCES generations (number),
      serial INTEGER NOT NULL CHECK (serial BETWEEN 0 AND 1099511627775),
      key BLOB NOT NULL CHECK (length(key) = 16),
      host TEXT NOT NULL CHECK (host <> ''),
      url TEXT NOT NULL CHECK (url <> ''),
      base_url TEXT,
      created_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'due' OR state = 'delivered' OR state = 'given_up'),
      due_at INTEGER,
      ready_at INTEGER,
      attempts INTEGER NOT NULL CHECK (attempts >= 0),
      last_status INTEGER,
      last_reason TEXT,
      lease_until INTEGER,
      ended_at INTEGER,
      CHECK ((ended_at IS NOT NULL) = (state = 'delivered' OR state = 'given_up')),
      CHECK (state <> 'due' OR due_at IS NOT NULL),
      CHECK (ended_at IS NULL OR (due_at IS NULL AND lease_until IS NULL))
    ) STRICT;
    -- One for each job id.
    CREATE UNIQUE INDEX callbacks_by_job ON callbacks (generation, serial);
    -- A receiver's next ones, whatever is due at others.
    CREATE INDEX callbacks_by_host ON callbacks (host, due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX callbacks_by_due ON callbacks (due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX callbacks_by_end ON callbacks (ended_at) WHERE ended_at IS NOT NULL;
    CREATE INDEX callbacks_given_up ON callbacks (id) WHERE state = 'given_up';

    -- What the keys' signing secrets are derived from. One row.
    CREATE TABLE callback_secret (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      secret BLOB NOT NULL CHECK (length(secret) = 32)
    ) STRICT;
    """
}
