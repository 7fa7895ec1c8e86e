/// The eleventh schema: who asked for which result, sums of the kept files, and purchases of a key or a team by model. Frozen like
/// the others.
enum SchemaV11 {
  static let sql = """
    PRAGMA user_version = 11;

    -- Statistics: how often each key was answered with a generation that it did not buy then, and what that saved.
    CREATE TABLE generation_uses (
      generation INTEGER NOT NULL REFERENCES generations (number),
      key BLOB NOT NULL CHECK (length(key) = 16),
      hits INTEGER NOT NULL CHECK (hits >= 0),
      joined INTEGER NOT NULL CHECK (joined >= 0),
      saved INTEGER NOT NULL CHECK (saved >= 0),
      last_at INTEGER NOT NULL,
      PRIMARY KEY (generation, key)
    ) STRICT, WITHOUT ROWID;

    -- Purchases, newest first, of one model of one team or of one key in one team: who asks for all models has them one by one.
    DROP INDEX generations_by_key;
    DROP INDEX generations_by_team;
    CREATE INDEX generations_by_key ON generations (key, team, model, number, created_at);
    CREATE INDEX generations_by_team ON generations (team, model, number, created_at) WHERE team IS NOT NULL;

    -- Few results are pinned.
    CREATE INDEX generations_pinned ON generations (number) WHERE pinned_at IS NOT NULL;

    -- The files that are there, in the order in which they came. Very many may have been removed between them.
    CREATE INDEX assets_stored ON assets (id) WHERE is_stored = 1;

    -- How many files are there, and their bytes. One row.
    CREATE TABLE asset_sums (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      files INTEGER NOT NULL CHECK (files >= 0),
      bytes INTEGER NOT NULL CHECK (bytes >= 0)
    ) STRICT;
    INSERT INTO asset_sums (id, files, bytes) SELECT 1, count(*), coalesce(sum(bytes), 0) FROM assets WHERE is_stored = 1;
    CREATE TRIGGER assets_are_summed AFTER INSERT ON assets WHEN new.is_stored = 1
      BEGIN UPDATE asset_sums SET files = files + 1, bytes = bytes + new.bytes WHERE id = 1; END;
    CREATE TRIGGER assets_are_resummed AFTER UPDATE OF is_stored ON assets WHEN old.is_stored <> new.is_stored
      BEGIN UPDATE asset_sums SET files = files + iif(new.is_stored, 1, -1), bytes = bytes + iif(new.is_stored, 1, -1) * new.bytes
        WHERE id = 1; END;
    """
}
