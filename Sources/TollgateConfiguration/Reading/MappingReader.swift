import TollgateCore

/// Reads the settings of one mapping by name and type, and remembers which names exist here, so that every other name in the
/// file is reported. Problems go to the session; reading goes on with the default, so that all of them are found.
final class MappingReader {
  let session: ReadingSession
  /// The names from the top of the file; elements of lists are `keys[0]`.
  let path: [String]
  /// The place of the mapping; `nil` where the file does not have it.
  let location: SourceLocation?
  /// Whether environment variables override what is read here: not in lists and not under free names.
  let isFixed: Bool
  private let members: [YAMLValue.Member]
  private(set) var names: [String] = []

  init(
    _ members: [YAMLValue.Member], path: [String] = [], location: SourceLocation?, isFixed: Bool = true, session: ReadingSession
  ) {
    self.session = session
    self.path = path
    self.location = location
    self.isFixed = isFixed
    self.members = members
  }

  /// The member of this name, which is a setting from now on.
  func take(_ name: String) -> YAMLValue.Member? {
    names.append(name)
    return member(name)
  }

  /// The member of this name in the file.
  func member(_ name: String) -> YAMLValue.Member? { members.first { $0.name == name } }

  /// The place of a setting in the file.
  func location(of name: String) -> SourceLocation? {
    member(name)?.location ?? location
  }

  /// Reports two durations that contradict each other.
  func check(_ low: String, _ lowValue: Duration, isAtMost high: String, _ highValue: Duration) {
    guard lowValue > highValue else { return }
    let spell = { (value: Duration) in UnitTable.time.spell(value.wholeMilliseconds) }
    session.report(
      "\(display(high)) is \(spell(highValue)), but must be at least \(display(low)), which is \(spell(lowValue)).",
      at: session.origin(of: path + [high], or: path + [low]))
  }

  /// Reports one of two settings that are only good together.
  func checkBothOrNone<Value>(_ first: String, _ firstValue: Value?, _ second: String, _ secondValue: Value?) {
    guard (firstValue == nil) != (secondValue == nil) else { return }
    let (present, absent) = firstValue == nil ? (second, first) : (first, second)
    report(present, "is set, and \(display(absent)) is not; set both, or neither.")
  }

  /// Reports what is wrong with a setting that was read.
  func report(_ name: String, _ problem: String) {
    session.report("\(display(name)) \(problem)", at: session.origin(of: path + [name], or: path + [name]))
  }

  /// Where an error says a setting is: `server.limits.body`.
  func display(_ name: String) -> String { (path + [name]).joined(separator: ".") }

  /// Reports each name of the file that was not taken. Call it when everything was read.
  func close() {
    for member in members where !names.contains(member.name) {
      session.report(unknown(member.name), at: member.location)
    }
  }

  private func unknown(_ name: String) -> String {
    let close = Spelling.closest(to: name, among: names).map { "; did you mean \(quote($0))?" } ?? "."
    return "unknown setting \(quote(display(name)))\(close) \(allowed)"
  }

  var allowed: String { "Allowed here: \(names.joined(separator: ", "))." }
}
