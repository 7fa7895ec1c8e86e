/// The sixth schema: what contents were made by, and what each `Idempotency-Key` stands for. Frozen like the others.
enum SchemaV6 {
  static let sql = """
    PRAGMA user_version = 6;

    -- The fingerprint of the rules by which the contents were made. One row; none before the first start under this schema.
    CREATE TABLE normalisation (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      fingerprint TEXT NOT NULL
    ) STRICT;

    -- Empty, but for a start under changed rules: generations with the content that they get, and, where they stand in a slot,
    -- since when they are the finished one and whether they are the live one.
    CREATE TABLE content_moves (
      generation INTEGER PRIMARY KEY REFERENCES generations (number),
      content BLOB NOT NULL CHECK (length(content) = 32),
      finished_at INTEGER,
      is_live INTEGER NOT NULL DEFAULT 0 CHECK (is_live IN (0, 1)),
      resent_at INTEGER
    ) STRICT;

    -- What a key's Idempotency-Key stands for: a job id of this generation and serial.
    CREATE TABLE idempotency (
      key BLOB NOT NULL CHECK (length(key) = 16),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
      generation INTEGER NOT NULL REFERENCES generations (number),
      serial INTEGER NOT NULL CHECK (serial >= 0),
      at INTEGER NOT NULL,
      PRIMARY KEY (key, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX idempotency_by_generation ON idempotency (generation);
    CREATE INDEX idempotency_by_time ON idempotency (at);
    """
}
