/// Seals job tickets into job ids and opens them again, each under the secret of the epoch in which it was issued: an id that a
/// client has goes on working after a restore, and is spelled the same wherever it is written once more.
///
/// Serials only grow, also from one epoch to the next, and so do generations. So the numbers of a ticket say of which epoch it
/// is, and no secret opens what was issued after its end: by a gateway that went on after the backup, for example.
package struct TicketEpochs: Sendable {
  private let current: TicketSealer
  /// The oldest first.
  private let former: [(sealer: TicketSealer, end: TicketBounds)]

  package init(_ secrets: TicketSecrets) {
    current = TicketSealer(secret: secrets.current)
    former = secrets.former.map { (TicketSealer(secret: $0.secret), $0.end) }
  }

  /// The job id of a ticket for a key.
  package func seal(generation: GenerationNumber, serial: Int64, key: KeyID) -> String {
    let sealer = home(of: JobTicket(generation: generation, serial: serial)).map { former[$0].sealer } ?? current
    return sealer.seal(generation: generation, serial: serial, key: key)
  }

  /// The ticket of a job id.
  ///
  /// - Returns: `nil` where it was not issued to this key in any epoch.
  package func open(_ id: String, key: KeyID, bounds: TicketBounds) -> JobTicket? {
    if let ticket = current.open(id, key: key, bounds: bounds), home(of: ticket) == nil { return ticket }
    for index in former.indices.reversed() {
      guard let ticket = former[index].sealer.open(id, key: key, bounds: former[index].end) else { continue }
      if home(of: ticket) == index { return ticket }
    }
    return nil
  }

  /// The former epoch in which a ticket was issued; `nil` for the current one.
  private func home(of ticket: JobTicket) -> Int? {
    former.firstIndex { epoch in
      ticket.isPayer ? ticket.generation <= epoch.end.lastGeneration : ticket.serial <= epoch.end.lastSerial
    }
  }
}
