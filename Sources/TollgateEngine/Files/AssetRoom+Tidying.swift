import Logging
import TollgateCore

/// What a crash has left: it is put in order at the start.
extension AssetRoom {
  /// The rows of stored files by their ids, read a page at a time.
  private struct Rows {
    static let page = 200

    let store: any Store
    private var read: ArraySlice<Blob> = []
    private var last: AssetID?
    private var isAtEnd = false

    init(_ store: any Store) { self.store = store }

    /// The next row, if its id begins with this byte. Those of smaller bytes have to be taken before.
    mutating func next(of firstByte: UInt8) async throws(StoreError) -> Blob? {
      if read.isEmpty, !isAtEnd {
        let page = try await store.storedBlobs(after: last, limit: Self.page)
        isAtEnd = page.count < Self.page
        last = page.last?.id
        read = page[...]
      }
      return read.first?.id.bytes.first == firstByte ? read.popFirst() : nil
    }
  }

  /// Removes what no row names, and gives up rows whose file is not there: folder by folder, so that no more than one folder's
  /// files are in memory.
  func tidy() async {
    do {
      guard try await isInPlace() else { return }
      try await blobs.removeDrafts()
      var rows = Rows(store)
      for firstByte in UInt8.min...UInt8.max {
        let sizes = try await blobs.sizes(beginningWith: firstByte)
        var unnamed = Set(sizes.keys)
        while let blob = try await rows.next(of: firstByte) {
          if isStopping { return }
          unnamed.remove(blob.id)
          guard sizes[blob.id] != blob.size, try await blobs.size(of: blob.id) != blob.size else { continue }
          await lose(blob.id, because: "its file is missing or has another size")
        }
        for id in unnamed {
          if isStopping { return }
          try await removeUnnamed(id)
        }
      }
    } catch {
      logger.error("the kept files could not be put in order", metadata: ["error": "\(error)"])
    }
  }
}
