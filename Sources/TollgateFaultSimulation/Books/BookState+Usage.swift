import TollgateCore

extension BookState {
  /// What was spent, saved and asked for, summed up by one dimension.
  func usage(_ query: UsageQuery) -> [UsageSum] {
    let days = (query.firstDay ?? 0)...(query.lastDay ?? .max)
    var sums: [UsageSum.Group: UsageSum] = [:]
    for count in usage.values where days.contains(count.kind.day) {
      let kind = count.kind
      let group = query.dimension.group(key: kind.key, team: kind.team, model: kind.model, day: kind.day)
      sums[group, default: UsageSum(group: group)].counts[kind.outcome, default: 0] += count.count
      let saved = sums[group]?.saved ?? .zero
      sums[group, default: UsageSum(group: group)].saved = saved.addingSaturating(count.saved)
    }
    for line in ledger where line.entry.kind == .hold && days.contains(line.window.day) {
      guard let generation = purchase(line.generation)?.generation, ![.rejected, .released].contains(generation.state) else {
        continue
      }
      let group = query.dimension.group(
        key: generation.key, team: generation.team, model: generation.model, day: line.window.day)
      sums[group, default: UsageSum(group: group)].purchases += 1
      sums[group, default: UsageSum(group: group)].spent += generation.cost
      if generation.machine.captured == nil { sums[group, default: UsageSum(group: group)].held += generation.machine.hold }
    }
    return sums.values.sorted { $0.group < $1.group }
  }

  /// What was spent, saved and asked for over time.
  func series(_ filter: UsageSeriesFilter) -> [UsagePoint] {
    var points: [Int64: UsagePoint] = [:]
    for count in usage.values {
      let kind = count.kind
      guard filter.includes(key: kind.key, team: kind.team, model: kind.model),
        let time = filter.time(minute: kind.minute, day: kind.day)
      else { continue }
      var point = points[time] ?? UsagePoint(time: time)
      point.counts[kind.outcome, default: 0] += count.count
      point.saved = point.saved.addingSaturating(count.saved)
      points[time] = point
    }
    for line in ledger where line.entry.kind == .hold {
      guard let generation = purchase(line.generation)?.generation, generation.cost != .zero,
        filter.includes(key: generation.key, team: generation.team, model: generation.model),
        let time = filter.time(minute: line.at.millisecondsSince1970 / 60_000, day: line.window.day)
      else { continue }
      points[time, default: UsagePoint(time: time)].spent += generation.cost
    }
    return points.values.sorted { $0.time < $1.time }
  }
}

extension UsageQuery.Dimension {
  fileprivate func group(key: KeyID, team: String?, model: String, day: Int32) -> UsageSum.Group {
    switch self {
    case .key: .key(key)
    case .team: .team(team)
    case .model: .model(model)
    case .day: .day(day)
    }
  }
}
