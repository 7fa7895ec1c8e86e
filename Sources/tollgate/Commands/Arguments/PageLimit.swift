import ArgumentParser

/// How many lines a list has.
struct PageLimit: ParsableArguments {
  @Option(name: .customLong("limit"), help: ArgumentHelp("At most so many, 1 to 1000.", valueName: "number"))
  var count = 50

  func validate() throws {
    guard (1...1000).contains(count) else { throw ValidationError("--limit is a number from 1 to 1000.") }
  }

  /// Says how to see the next page, where this one is full.
  func remarkOnMore(after shown: Int, last: (some CustomStringConvertible)?) {
    if shown == count, let last { Console.remark("There may be more: add --before \(last).") }
  }
}
