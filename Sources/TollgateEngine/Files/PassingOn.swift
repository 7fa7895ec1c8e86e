import TollgateCore

/// What becomes of results that wait for their files when files are no longer kept: they are replayed with the links that they have.
struct PassingOn {
  private static let page = 500

  let store: any Store
  let time: any TimeSource

  /// Called before anything is served.
  func run() async throws(StoreError) {
    while true {
      let page = try await store.copying(after: nil, limit: Self.page)
      for generation in page { _ = try await store.record(.filesPassedOn, for: generation.number, at: time.now()) }
      guard page.count == Self.page else { return }
    }
  }
}
