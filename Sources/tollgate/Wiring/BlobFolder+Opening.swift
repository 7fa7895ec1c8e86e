import TollgateCore
import TollgateStore

extension BlobFolder {
  /// Opens the folder with the files that a store names.
  ///
  /// - Parameters:
  ///   - dataFolder: where it is, with the store.
  ///   - store: names the files.
  ///   - mayBeMissing: whether another folder than the one that files were kept in will do, as for a command that only looks.
  /// - Returns: the folder, which is marked where no file is kept yet.
  /// - Throws: ``CommandFailure``, ``StoreError``.
  static func open(in dataFolder: String, of store: any Store, mayBeMissing: Bool) async throws -> BlobFolder {
    do {
      let folder = try BlobFolder(dataFolder: dataFolder)
      if try await folder.isInPlace() { return folder }
      if try await store.storedBytes() == 0 {
        try folder.mark()
      } else if !mayBeMissing {
        throw CommandFailure(
          .configuration,
          """
          \(dataFolder)/blobs is not the folder that the kept files are in: there is no \(folder.marker). If it is on a volume of \
          its own, mount that. If the files are gone for good, make that file (touch); what is missing is then bought again.
          """)
      }
      return folder
    } catch let error as BlobError {
      throw CommandFailure(
        .configuration, "The folder for files in \(dataFolder) cannot be used: \(error); check storage.path.")
    }
  }
}
