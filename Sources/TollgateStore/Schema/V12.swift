/// The twelfth schema: what a store that was restored from a backup has to know. Frozen like the others.
enum SchemaV12 {
  static let sql = """
    PRAGMA user_version = 12;

    -- The secrets that job ids were sealed with before each restore, and the last numbers that were issued with them.
    CREATE TABLE former_tickets (
      epoch INTEGER PRIMARY KEY AUTOINCREMENT,
      secret BLOB NOT NULL CHECK (length(secret) = 32),
      last_generation INTEGER NOT NULL CHECK (last_generation BETWEEN 1 AND 68719476735),
      last_serial INTEGER NOT NULL CHECK (last_serial BETWEEN 0 AND 1099511627775)
    ) STRICT;

    -- Each restore of a backup: nothing is bought, and nobody is called back, until it is accepted.
    CREATE TABLE restores (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      backup_at INTEGER NOT NULL,
      restored_at INTEGER NOT NULL,
      accepted_at INTEGER
    ) STRICT;
    CREATE INDEX restores_pending ON restores (id) WHERE accepted_at IS NULL;
    """
}
