package import TollgateCore

extension LocalAdministration {
  package func storage() async throws(AdministrationError) -> StorageSummary {
    let figures = try await translating { () throws(StoreError) in try await store.figures() }
    return StorageSummary(figures, fileLimit: running?.gateway.room?.limit)
  }

  package func assets(_ query: AssetQuery) async throws(AdministrationError) -> [AssetSummary] {
    let limit = try Self.limit(query.limit)
    if let name = query.before { _ = try await known(name.id) }
    let found = try await translating { () throws(StoreError) in
      try await store.storedAssets(before: query.before?.id, limit: limit)
    }
    return found.map { AssetSummary($0.asset, purchases: $0.generationCount) }
  }

  package func asset(_ id: AssetID) async throws(AdministrationError) -> AssetDetail {
    let asset = try await known(id)
    let naming = try await translating { () throws(StoreError) in
      try await store.naming(of: id, limit: AssetDetail.maximumNumbers)
    }
    return AssetDetail(asset, naming: naming)
  }

  private func known(_ id: AssetID) async throws(AdministrationError) -> Asset {
    let found = try await translating { () throws(StoreError) in try await store.asset(id) }
    guard let found else {
      throw AdministrationError(.notFound, "No file \(id) was ever kept; the list of files shows those that are.")
    }
    return found
  }
}
