/// The fourth schema: files of results, which are kept, and why a slot lost its result. Frozen like the others.
enum SchemaV4 {
  static let sql = """
    PRAGMA user_version = 4;

    -- What became of the files of a result, why it was bought although there had been one, and since when it is pinned.
    ALTER TABLE generations ADD COLUMN files TEXT NOT NULL DEFAULT 'none' CHECK (files = 'none' OR state = 'succeeded');
    ALTER TABLE generations ADD COLUMN bought_after TEXT;
    ALTER TABLE generations ADD COLUMN pinned_at INTEGER;
    CREATE INDEX generations_copying ON generations (number) WHERE files = 'copying';
    CREATE INDEX generations_passed_on ON generations (number)
      WHERE files = 'none' AND state = 'succeeded' AND keeps_result = 1;

    -- Why nothing is finished although something was.
    ALTER TABLE slots ADD COLUMN loss TEXT;

    -- Every file that was ever stored, by the SHA-256 of its bytes.
    CREATE TABLE assets (
      id INTEGER PRIMARY KEY,
      digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      type TEXT NOT NULL,
      is_stored INTEGER NOT NULL CHECK (is_stored = 0 OR is_stored = 1),
      used_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX assets_by_use ON assets (used_at) WHERE is_stored = 1;

    -- The files that a result names. `path` is a JSON pointer into the record.
    CREATE TABLE files (
      generation INTEGER NOT NULL REFERENCES generations (number),
      position INTEGER NOT NULL CHECK (position >= 0),
      path TEXT NOT NULL,
      url TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state = 'pending' OR state = 'stored' OR state = 'lost'),
      asset INTEGER REFERENCES assets (id),
      note TEXT,
      PRIMARY KEY (generation, position),
      CHECK ((asset IS NOT NULL) = (state = 'stored'))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX files_by_asset ON files (asset) WHERE asset IS NOT NULL;
    """
}
