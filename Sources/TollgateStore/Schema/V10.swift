/// The tenth schema: keys that change their secrets, and teams that are not of the configuration file. Frozen like the others.
enum SchemaV10 {
  static let sql = """
    PRAGMA user_version = 10;

    -- The secret that a key had before its latest rotation, and when it ends.
    ALTER TABLE keys ADD COLUMN former_digest BLOB CHECK (length(former_digest) = 32);
    ALTER TABLE keys ADD COLUMN former_until INTEGER CHECK ((former_until IS NULL) = (former_digest IS NULL));
    CREATE UNIQUE INDEX keys_by_former_digest ON keys (former_digest) WHERE former_digest IS NOT NULL;
    -- The minute of a key's latest create.
    ALTER TABLE keys ADD COLUMN last_used_at INTEGER;

    -- The teams. What they may spend is in budgets.
    CREATE TABLE teams (
      name TEXT PRIMARY KEY CHECK (name <> ''),
      origin TEXT NOT NULL CHECK (origin IN ('created', 'declared'))
    ) STRICT, WITHOUT ROWID;
    -- Those of the file are found in it at the next start.
    INSERT INTO teams (name, origin)
      SELECT team, 'created' FROM keys WHERE team <> ''
      UNION SELECT substr(scope, 6), 'created' FROM budgets WHERE substr(scope, 1, 5) = 'team:' AND length(scope) > 5;
    """
}
