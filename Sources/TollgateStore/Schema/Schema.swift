import GRDB

/// The versions of the database's schema, and how one becomes the next.
enum Schema {
  /// The version that this binary writes.
  static let version = 13
  /// Marks a file as Tollgate's: the bytes `TLGT`.
  static let applicationID = 1_414_285_140

  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { try $0.execute(sql: SchemaV1.sql) }
    migrator.registerMigration("v2") { try $0.execute(sql: SchemaV2.sql) }
    migrator.registerMigration("v3") { try $0.execute(sql: SchemaV3.sql) }
    migrator.registerMigration("v4") { try $0.execute(sql: SchemaV4.sql) }
    migrator.registerMigration("v5") { try $0.execute(sql: SchemaV5.sql) }
    migrator.registerMigration("v6") { try $0.execute(sql: SchemaV6.sql) }
    migrator.registerMigration("v7") { try $0.execute(sql: SchemaV7.sql) }
    migrator.registerMigration("v8") { try $0.execute(sql: SchemaV8.sql) }
    migrator.registerMigration("v9") { try $0.execute(sql: SchemaV9.sql) }
    migrator.registerMigration("v10") { try $0.execute(sql: SchemaV10.sql) }
    migrator.registerMigration("v11") { try $0.execute(sql: SchemaV11.sql) }
    migrator.registerMigration("v12") { try $0.execute(sql: SchemaV12.sql) }
    migrator.registerMigration("v13") { try $0.execute(sql: SchemaV13.sql) }
    return migrator
  }()

  /// Every table, index and trigger with its definition, as a fresh database of this version has them.
  static func expectedObjects() throws -> [SchemaObject] {
    let fresh = try DatabaseQueue()
    try migrator.migrate(fresh)
    return try fresh.read(objects)
  }

  /// Every table, index and trigger of a database with its definition.
  static func objects(_ db: Database) throws -> [SchemaObject] {
    try Row.fetchAll(db, sql: "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").map {
      SchemaObject(
        type: try $0.decode(atIndex: 0), name: try $0.decode(atIndex: 1), sql: try $0.decode(String?.self, atIndex: 2) ?? "")
    }
  }
}

/// A table, index, view or trigger.
struct SchemaObject: Hashable {
  let type: String
  let name: String
  let sql: String
}
