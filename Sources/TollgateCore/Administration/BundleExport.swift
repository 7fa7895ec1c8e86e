/// A bundle that is ready to be written.
package struct BundleExport: Sendable {
  /// What a bundle has.
  package struct Counts: Sendable, Codable, Equatable {
    package var entries: Int
    package var files: Int
    /// Results that are left out because a file of them is not kept.
    package var skipped: Int

    package init(entries: Int, files: Int, skipped: Int) {
      self.entries = entries
      self.files = files
      self.skipped = skipped
    }
  }

  package let counts: Counts
  /// The whole bundle, in bytes.
  package let size: Int64
  /// Hands the bundle over piece by piece. It throws where a result was removed meanwhile or a file is damaged; what was
  /// written so far is no bundle then.
  package let write: @Sendable (_ sink: ([UInt8]) async throws -> Void) async throws -> Void

  package init(
    counts: Counts, size: Int64, write: @escaping @Sendable (_ sink: ([UInt8]) async throws -> Void) async throws -> Void
  ) {
    self.counts = counts
    self.size = size
    self.write = write
  }
}

/// What an import brought.
package struct BundleImport: Sendable, Codable, Equatable {
  /// Results that can be replayed now.
  package var imported = 0
  /// Results that were there already.
  package var known = 0
  package var files = 0

  package init() {}
}
