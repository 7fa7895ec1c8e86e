import Glibc
package import TollgateCore

/// Files on the disk: `<data folder>/blobs/<first two hex digits>/<sha256>`, and what is being written in `blobs/drafts/`.
///
/// Everything is its owner's alone. Whatever else is in these folders is neither seen nor touched. Calls that may block do so
/// on threads of their own.
package final class BlobFolder: Sendable {
  /// A read takes so many bytes at once.
  static let pieceSize = 256 * 1024

  let places: BlobPlaces
  private let names = DraftNames()

  /// Makes the folders where they are missing.
  package init(dataFolder: String) throws(BlobError) {
    places = BlobPlaces(root: dataFolder + "/blobs")
    try FileSystem.makeFolder(places.root, in: dataFolder)
    try FileSystem.makeFolder(places.drafts, in: places.root)
  }
}

extension BlobFolder {
  /// Where the marker of a folder that files are kept in is.
  package var marker: String { places.root + "/tollgate-files" }

  /// Marks the folder as the one that files are kept in, from now on.
  package func mark() throws(BlobError) {
    guard try FileSystem.size(of: marker) == nil else { return }
    let descriptor = try FileSystem.create(marker)
    close(descriptor)
    try FileSystem.syncFolder(places.root)
  }
}

extension BlobFolder: BlobStore {
  package func isInPlace() async throws(BlobError) -> Bool {
    let marker = marker
    return try await BlockingWork.run { () throws(BlobError) in try FileSystem.size(of: marker) != nil }
  }

  package func draft() async throws(BlobError) -> any BlobDraft {
    let path = places.drafts + "/" + names.next()
    let descriptor = try await BlockingWork.run { () throws(BlobError) in try FileSystem.create(path) }
    return FolderDraft(file: descriptor, path: path, places: places)
  }

  package func sizes(beginningWith firstByte: UInt8) async throws(BlobError) -> [AssetID: Int64] {
    let folder = places.folder(of: firstByte)
    return try await BlockingWork.run { () throws(BlobError) in
      var sizes: [AssetID: Int64] = [:]
      try FileSystem.forEachName(in: folder) { name throws(BlobError) in
        guard let id = AssetID(name), id.bytes.first == firstByte else { return }
        if let size = try FileSystem.size(of: folder + "/" + name) { sizes[id] = size }
      }
      return sizes
    }
  }

  package func size(of id: AssetID) async throws(BlobError) -> Int64? {
    let path = places.path(of: id)
    return try await BlockingWork.run { () throws(BlobError) in try FileSystem.size(of: path) }
  }

  package func read(
    _ id: AssetID, _ body: ([UInt8]) async throws(BlobError) -> Void
  ) async throws(BlobError) -> Bool {
    guard let handle = try await open(id) else { return false }
    var offset: Int64 = 0
    while true {
      let start = offset
      let piece = try await BlockingWork.run { () throws(BlobError) in
        try handle.read(at: start, count: Self.pieceSize)
      }
      if piece.isEmpty { return true }
      offset += Int64(piece.count)
      try await body(piece)
    }
  }

  package func open(_ id: AssetID) async throws(BlobError) -> BlobHandle? {
    let path = places.path(of: id)
    return try await BlockingWork.run { () throws(BlobError) in try FileSystem.open(path) }
  }

  package func remove(_ id: AssetID) async throws(BlobError) {
    let path = places.path(of: id)
    // The folder is not synced: a file that a power cut brings back is an orphan, which is collected.
    try await BlockingWork.run { () throws(BlobError) in try FileSystem.remove(path) }
  }

  package func removeDrafts() async throws(BlobError) {
    let (drafts, names) = (places.drafts, names)
    try await BlockingWork.run { () throws(BlobError) in
      try FileSystem.forEachName(in: drafts) { name throws(BlobError) in
        if names.isOfAnotherProcess(name) { try FileSystem.remove(drafts + "/" + name) }
      }
    }
  }
}
