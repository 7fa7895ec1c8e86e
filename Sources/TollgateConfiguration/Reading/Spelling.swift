/// Finds what somebody probably meant.
enum Spelling {
  /// The candidate nearest to `name`, or `nil` where none is near: one or two slips of the fingers away, or the whole of what
  /// was begun, whatever the case and the separators.
  static func closest(to name: String, among candidates: some Sequence<String>) -> String? {
    let plain = simplified(name)
    let tolerance = min(2, max(1, plain.count / 4))
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let other = simplified(candidate)
      guard abs(other.count - plain.count) <= tolerance else { continue }
      let distance = distance(plain, other)
      if distance <= tolerance, distance < min(other.count, best?.distance ?? .max) { best = (candidate, distance) }
    }
    return best?.name ?? candidates.first { plain.count > 2 && simplified($0).starts(with: plain) }
  }

  private static func simplified(_ name: String) -> [Character] {
    name.lowercased().filter { $0 != "_" && $0 != "-" }.prefix(100).map { $0 }
  }

  /// The number of letters to insert, drop, replace or swap with their neighbour (optimal string alignment).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
