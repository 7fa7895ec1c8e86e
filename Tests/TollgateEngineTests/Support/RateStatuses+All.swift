import TollgateEngine

extension RateStatuses {
  /// All limits that there are, in their order.
  var all: [RateStatus] {
    var all: [RateStatus] = []
    forEach { all.append($0) }
    return all
  }
}
