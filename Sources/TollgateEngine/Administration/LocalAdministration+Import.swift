package import TollgateCore

extension LocalAdministration {
  /// So many results are added to the books at a time, and so many bytes of them.
  private static let batch = 50
  private static let batchBytes = 8 << 20

  package func importBundle(
    _ bundle: any AsyncSequence<[UInt8], any Error> & Sendable
  ) async throws(AdministrationError) -> BundleImport {
    let blobs = try keptFiles()
    do {
      // As a file without a row it is seen by nobody, and a crash leaves nothing behind that the next start does not remove.
      let spooled = try await verified(bundle, blobs)
      let result: Result<BundleImport, any Error>
      do { result = .success(try await unpack(spooled, blobs)) } catch { result = .failure(error) }
      if let room = running?.gateway.room {
        try await room.giveBack(spooled.id)
      } else if try await store.asset(spooled.id)?.isStored != true {
        try await blobs.remove(spooled.id)
      }
      return try result.get()
    } catch let error as AdministrationError {
      throw error
    } catch let error as BundleError {
      throw AdministrationError(.conflict, "Nothing was imported. \(error)")
    } catch let error as StoreError {
      throw AdministrationError(error)
    } catch {
      throw AdministrationError(
        .unavailable,
        "The bundle could not be imported to its end (\(error)); see that it is readable and the disk has room, and import it "
          + "again: what is there already stays as it is.")
    }
  }

  /// Keeps the whole bundle while it comes, and checks every byte of it.
  private func verified(
    _ bundle: any AsyncSequence<[UInt8], any Error> & Sendable, _ blobs: any BlobStore
  ) async throws -> Blob {
    let draft = try await blobs.draft()
    do {
      var reader = BundleReader()
      for try await piece in bundle {
        for case .entry(let entry) in try reader.read(piece) { _ = try ImportedResult(entry, catalogue: catalogue) }
        try await draft.append(piece)
      }
      try reader.finish()
    } catch {
      await draft.discard()
      throw error
    }
    if let room = running?.gateway.room { return try await room.borrow(draft) }
    return try await draft.finish()
  }

  /// Stores the files, then the results, of a bundle in which all is well.
  private func unpack(_ bundle: Blob, _ blobs: any BlobStore) async throws -> BundleImport {
    var report = BundleImport()
    await running?.gateway.room?.makeRoom(for: bundle.size)
    var draft: (any BlobDraft)?
    do {
      try await forEachEvent(of: bundle, blobs) { event in
        switch event {
        case .file: draft = try await blobs.draft()
        case .bytes(let bytes): try await draft?.append(bytes)
        case .endOfFile:
          if let whole = draft { try await add(whole) }
          draft = nil
          report.files += 1
        case .manifest, .entry: break
        }
      }
    } catch {
      await draft?.discard()
      throw error
    }
    var waiting: [ImportedResult] = []
    var bytes = 0
    try await forEachEvent(of: bundle, blobs) { event in
      guard case .entry(let entry) = event else { return }
      let result = try ImportedResult(entry, catalogue: catalogue)
      waiting.append(result)
      bytes += result.canonicalBody.count + result.record.count
      guard waiting.count == Self.batch || bytes > Self.batchBytes else { return }
      try await add(&waiting, to: &report)
      bytes = 0
    }
    try await add(&waiting, to: &report)
    return report
  }

  private func forEachEvent(
    of bundle: Blob, _ blobs: any BlobStore, _ body: (BundleReader.Event) async throws -> Void
  ) async throws {
    var reader = BundleReader()
    var failure: (any Error)?
    do {
      let isThere = try await blobs.read(bundle.id) { piece throws(BlobError) in
        do {
          for event in try reader.read(piece) { try await body(event) }
        } catch {
          failure = error
          throw BlobError.failed("the bundle could not be unpacked")
        }
      }
      guard isThere else { throw BlobError.failed("somebody removed it from the data folder") }
    } catch {
      throw failure ?? error
    }
  }

  /// Makes a file durable, and then its row.
  private func add(_ draft: any BlobDraft) async throws {
    let (store, now) = (store, time.now())
    if let room = running?.gateway.room {
      _ = try await room.add(draft) { blob throws(StoreError) in
        try await store.addAsset(blob, at: now)
        return true
      }
    } else {
      try await store.addAsset(try await draft.finish(), at: now)
    }
  }

  private func add(_ results: inout [ImportedResult], to report: inout BundleImport) async throws {
    guard !results.isEmpty else { return }
    let owner = running?.gateway.owner ?? OwnerID("import")
    let count = try await store.importResults(results, owner: owner, at: time.now())
    report.imported += count
    report.known += results.count - count
    results = []
  }
}
