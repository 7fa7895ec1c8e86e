extension Bookkeeping {
  /// Who bought what was imported: nobody here.
  package static let nobody = KeyID(truncating: [UInt8](repeating: 0, count: 16))

  /// Makes an imported result one that everyone may be answered with. It is no purchase: no money is moved.
  ///
  /// - Returns: `false` where there is one already; nothing changes then.
  package static func importResult(
    _ result: ImportedResult, owner: OwnerID, at now: Timestamp, in books: inout some BookTransaction
  ) throws -> Bool {
    guard try books.contents(of: result.slot).finished == nil else { return false }
    for file in result.files where try books.asset(file.asset)?.isStored != true {
      throw StoreError.notDurable("the file \(file.asset) was removed meanwhile; import the bundle again")
    }
    let number = try books.insertImported(result, owner: owner, at: now)
    try books.insertRecord(result.record, for: number)
    try books.insertFiles(result.files.map(\.link), of: number)
    for (position, file) in result.files.enumerated() {
      try books.update(
        ResultFile(generation: number, position: position, link: file.link, state: .stored, asset: file.asset))
    }
    guard try books.take(result.slot, for: number, replacing: nil) else {
      throw StoreError.notDurable("the slot of an imported result is in use; import the bundle again")
    }
    try books.finish(result.slot, by: number, at: now)
    return true
  }

  /// What a create gets from its own slot or, where that has nothing to replay, from what was imported for everyone.
  static func slotDecision(
    on order: PurchaseOrder, seeing own: SlotContents, in books: some BookTransaction
  ) throws -> SlotDecision {
    let decision = order.policy.decide(own, at: order.at)
    if case .hit = decision { return decision }
    guard order.resends == nil, books.hasImports else { return decision }
    let shared = Slot(content: order.slot.content, scope: .everyone, variant: order.slot.variant)
    return order.policy.decide(own, orElse: try books.contents(of: shared), at: order.at)
  }
}
