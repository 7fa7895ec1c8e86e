package import TollgateCore

/// What the engine needs to keep the files of results.
package struct FileKeeping: Sendable {
  /// Where files come from.
  package let source: any FileSource
  /// Where they are kept.
  package let blobs: any BlobStore

  package init(source: any FileSource, blobs: any BlobStore) {
    self.source = source
    self.blobs = blobs
  }
}
