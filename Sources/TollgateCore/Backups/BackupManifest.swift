/// What a backup says about itself, in the file `backup.json` beside its database and its files. It is written last: a folder
/// without it is no backup.
package struct BackupManifest: Sendable, Codable, Equatable {
  /// The database's file.
  package struct Database: Sendable, Codable, Equatable {
    package let bytes: Int64
    /// Of its bytes, in lower-case hex.
    package let sha256: String

    package init(bytes: Int64, sha256: String) {
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  /// The kept files, each of which is named by the SHA-256 of its bytes.
  package struct Files: Sendable, Codable, Equatable {
    package let count: Int
    package let bytes: Int64

    package init(count: Int, bytes: Int64) {
      self.count = count
      self.bytes = bytes
    }
  }

  /// The form of a backup that this version writes and reads.
  package static let currentFormat = 1

  package let format: Int
  /// The version of the program that made it.
  package let tollgate: String
  /// Of the database's tables.
  package let schema: Int
  /// The moment whose state it has.
  package let at: Timestamp
  package let database: Database
  package let files: Files
  /// The highest number of a purchase, or of a result that was imported, that it knows.
  package let purchases: Int64
  /// The highest serial that a job id could have at that moment: the old secret opens no later ones after a restore.
  package let lastSerial: Int64

  package init(
    tollgate: String, schema: Int, at: Timestamp, database: Database, files: Files, purchases: Int64, lastSerial: Int64
  ) {
    format = Self.currentFormat
    self.tollgate = tollgate
    self.schema = schema
    self.at = at
    self.database = database
    self.files = files
    self.purchases = purchases
    self.lastSerial = lastSerial
  }
}
