import TollgateCore

extension GenerationFilter {
  /// Whether a purchase is one of those that are asked for.
  func includes(_ purchase: BookState.Purchase) -> Bool {
    includes(purchase.generation) && search.map { purchase.body != nil && purchase.matches($0) } ?? true
  }
}

extension LedgerFilter {
  /// Whether a line is one of those that are asked for.
  func includes(_ record: LedgerRecord) -> Bool {
    key.map { record.key == $0 } ?? true && team.map { record.team == $0 } ?? true && day.map { record.line.day == $0 } ?? true
      && kind.map { record.line.entry.kind == $0 } ?? true && before.map { record.id < $0 } ?? true
  }
}

extension UsageSeriesFilter {
  /// Whether what this key asked for or bought is wanted.
  func includes(key: KeyID, team: String?, model: String) -> Bool {
    let isInScope =
      switch scope {
      case .gateway: true
      case .everyone: false
      case .team(let name): team == name
      case .key(let id): key == id
      }
    return isInScope && models?.matches(model) ?? true
  }

  /// The point that something falls into; `nil` where none of those that are wanted.
  func time(minute: Int64, day: Int32) -> Int64? {
    switch span {
    case .minutes(let minutes): minutes.contains(minute) ? minute : nil
    case .hours(let hours): hours.contains(minute / 60) ? minute / 60 : nil
    case .days(let days): days.contains(day) ? Int64(day) : nil
    }
  }
}
