import ArgumentParser

/// How many lines a list has.
struct PageLimit: ParsableArguments {
  @Option(name: .customLong("limit"), help: ArgumentHelp("At most so many, 1 to 1000.", valueName: "number"))
  var count = 50

  func validate() throws {
    guard (1...1000).contains(count) else { throw ValidationError("--limit is a number from 1 to 1000.") }
  }

  /// How to see the next page, where this one is full.
  func remark(on shown: Int, last: (some CustomStringConvertible)?) -> [String] {
    guard shown == count, let last else { return [] }
    return ["There may be more: add --before \(last)."]
  }
}
