/// The ninth schema. Frozen like the others.
enum SchemaV9 {
  static let sql = """
    PRAGMA user_version = 9;
    """
}
