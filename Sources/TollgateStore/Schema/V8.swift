/// The eighth schema: an outbox in which a key has a share of its own. Frozen like the others.
enum SchemaV8 {
  static let sql = """
    PRAGMA user_version = 8;

    -- What was called a host is an origin.
    ALTER TABLE callbacks RENAME COLUMN host TO receiver;
    -- Until then nobody takes a callback: it is not due before, or somebody has it. Without it, what has a due_at can be had.
    ALTER TABLE callbacks RENAME COLUMN lease_until TO rests_until;
    UPDATE callbacks SET rests_until = due_at WHERE due_at IS NOT NULL;
    DROP INDEX callbacks_by_host;
    DROP INDEX callbacks_by_due;
    -- All that can be had, and nothing else.
    CREATE INDEX callbacks_ready ON callbacks (key, receiver, due_at) WHERE due_at IS NOT NULL AND rests_until IS NULL;
    CREATE INDEX callbacks_resting ON callbacks (rests_until) WHERE rests_until IS NOT NULL;

    -- How many callbacks of each key have not come to their end.
    CREATE TABLE callback_counts (
      key BLOB PRIMARY KEY CHECK (length(key) = 16),
      open INTEGER NOT NULL CHECK (open >= 0)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO callback_counts (key, open) SELECT key, sum(ended_at IS NULL) FROM callbacks GROUP BY key;
    CREATE TRIGGER callbacks_are_counted AFTER INSERT ON callbacks WHEN new.ended_at IS NULL
      BEGIN INSERT INTO callback_counts (key, open) VALUES (new.key, 1) ON CONFLICT (key) DO UPDATE SET open = open + 1; END;
    CREATE TRIGGER callbacks_are_recounted AFTER UPDATE OF ended_at ON callbacks
      WHEN (old.ended_at IS NULL) <> (new.ended_at IS NULL)
      BEGIN UPDATE callback_counts SET open = open + iif(new.ended_at IS NULL, 1, -1) WHERE key = new.key; END;
    CREATE TRIGGER callbacks_are_discounted AFTER DELETE ON callbacks WHEN old.ended_at IS NULL
      BEGIN UPDATE callback_counts SET open = open - 1 WHERE key = old.key; END;
    """
}
