package import TollgateCore

extension InMemoryStore {
  package func beginRestored(
    from backupAt: Timestamp, lastSerial: Int64, at now: Timestamp
  ) async throws(StoreError) {
    try await write { books in
      try Bookkeeping.settleRestored(at: now, in: &books)
      let state = books.state
      if let newest = state.purchases.last?.generation.number {
        let end = TicketBounds(lastGeneration: newest, lastSerial: min(lastSerial, state.nextSerial - 1))
        books.state.tickets = TicketSecrets(
          current: (0..<32).map { UInt8(truncatingIfNeeded: state.tickets.former.count + 1 + $0) },
          former: state.tickets.former + [.init(secret: state.tickets.current, end: end)])
      }
      books.state.pendingRestore = PendingRestore(backupAt: backupAt, restoredAt: now)
    }
  }

  package func pendingRestore() async throws(StoreError) -> PendingRestore? { try await look { $0.pendingRestore } }

  package func acceptRestore(at now: Timestamp) async throws(StoreError) -> PendingRestore? {
    try await change { state in
      defer { state.pendingRestore = nil }
      return state.pendingRestore
    }
  }

  package func ticketSecrets() async throws(StoreError) -> TicketSecrets { try await look { $0.tickets } }
}
