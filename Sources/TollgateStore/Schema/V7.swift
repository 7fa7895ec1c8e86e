/// The seventh schema: what requests say, for searching. Frozen like the others.
///
/// The index is no part of any purchase's transaction: whoever searches first brings it up to date, in the order of the
/// numbers.
enum SchemaV7 {
  static let sql = """
    PRAGMA user_version = 7;

    -- What an imported result cost elsewhere. Nothing was bought here, so that the ledger knows nothing of it.
    ALTER TABLE generations ADD COLUMN imported_cost INTEGER
      CHECK (imported_cost IS NULL OR imported_cost >= 0 AND hold = 0 AND captured = 0 AND state = 'succeeded');
    CREATE INDEX generations_imported ON generations (number) WHERE imported_cost IS NOT NULL;

    -- The text of each request, without links and encoded media.
    CREATE TABLE prompts (
      generation INTEGER PRIMARY KEY REFERENCES generations (number),
      model TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX prompts_by_model ON prompts (model);

    CREATE VIRTUAL TABLE prompt_words USING fts5 (
      model, text, content = 'prompts', content_rowid = 'generation', tokenize = 'unicode61 remove_diacritics 2');
    CREATE TRIGGER prompts_are_indexed AFTER INSERT ON prompts
      BEGIN INSERT INTO prompt_words (rowid, model, text) VALUES (new.generation, new.model, new.text); END;
    CREATE TRIGGER prompts_are_unindexed AFTER DELETE ON prompts
      BEGIN INSERT INTO prompt_words (prompt_words, rowid, model, text)
        VALUES ('delete', old.generation, old.model, old.text); END;

    -- The number up to which all requests are in the index, or are gone.
    CREATE TABLE prompt_progress (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      through INTEGER NOT NULL
    ) STRICT;
    INSERT INTO prompt_progress (id, through) VALUES (1, 0);
    """
}
