import TollgateCore

/// Reads the members of an object that a person wrote, and says in one sentence what is wrong with them.
struct MemberReader {
  let object: JSONObject
  /// What the object is, for the sentence.
  let what: String

  func refuseOthers(than known: [String]) throws(SimulatorInputError) {
    for member in object.members where !known.contains(member.name.text) {
      let list = known.joined(separator: ", ")
      throw SimulatorInputError("a \(what) has no member \"\(member.name.text)\"; it can have \(list)")
    }
  }

  func choice<Choice>(_ name: String, of choices: [(String, Choice)]) throws(SimulatorInputError) -> Choice? {
    guard let text = try string(name) else { return nil }
    guard let choice = choices.first(where: { $0.0 == text }) else {
      let list = choices.map(\.0).joined(separator: ", ")
      throw SimulatorInputError("\"\(name)\" of a \(what) is one of \(list), not \"\(text)\"")
    }
    return choice.1
  }

  func string(_ name: String) throws(SimulatorInputError) -> String? {
    guard let value = object[name] else { return nil }
    guard let text = value.string else { throw SimulatorInputError("\"\(name)\" of a \(what) is a text") }
    return text
  }

  func bool(_ name: String) throws(SimulatorInputError) -> Bool? {
    guard let value = object[name] else { return nil }
    guard let bool = value.bool else { throw SimulatorInputError("\"\(name)\" of a \(what) is true or false") }
    return bool
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(SimulatorInputError) -> Int? {
    guard let value = object[name], value != .null else { return nil }
    guard let number = value.number?.int64.map(Int.init), range.contains(number) else {
      throw SimulatorInputError(
        "\"\(name)\" of a \(what) is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func fraction(_ name: String) throws(SimulatorInputError) -> Double? {
    guard let value = object[name] else { return nil }
    guard let text = value.number?.text, let number = Double(text), (0...1).contains(number) else {
      throw SimulatorInputError("\"\(name)\" of a \(what) is a number from 0 to 1")
    }
    return number
  }

  /// A duration that is written as whole milliseconds, at most a day.
  func milliseconds(_ name: String) throws(SimulatorInputError) -> Duration? {
    try integer(name, in: 0...86_400_000).map { .milliseconds($0) }
  }

  func refund() throws(SimulatorInputError) -> Refund? {
    guard let text = try string("refund") else { return nil }
    guard let refund = Refund(text) else {
      throw SimulatorInputError("\"refund\" of a \(what) is full, none, later or an amount such as \"0.01\", not \"\(text)\"")
    }
    return refund
  }
}
