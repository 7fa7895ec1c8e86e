import Foundation
import Hummingbird
import TollgateCore

/// What requests to the administration ask for.
extension Request {
  /// `?state=unknown,stalled&key=alice&team=design&model=google/*&since=1780000000000&until=…&search=fox&before=g17&limit=50`,
  /// each of them optional; moments are in milliseconds since 1970.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func generationQuery() throws(AdministrationError) -> GenerationQuery {
    try checkParameters(["state", "key", "team", "model", "since", "until", "search", "before", "limit"])
    var query = GenerationQuery()
    for text in parameter("state")?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      query.states.insert(try choice("state", String(text)))
    }
    query.keyName = parameter("key")
    query.team = parameter("team")
    query.model = parameter("model")
    query.since = try moment("since")
    query.until = try moment("until")
    query.search = parameter("search")
    if let text = parameter("before") { query.before = try number(text) }
    if let limit = try limit() { query.limit = limit }
    return query
  }

  /// `?model=google/*&since=1780000000000&until=…&search=fox&key=alice&content=…&pinned=true&before=g17&limit=50`, each of
  /// them optional; moments are in milliseconds since 1970.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func resultQuery() throws(AdministrationError) -> ResultQuery {
    try checkParameters(["model", "since", "until", "search", "key", "team", "content", "pinned", "before", "limit"])
    var query = ResultQuery(
      model: parameter("model"), search: parameter("search"), keyName: parameter("key"), team: parameter("team"),
      content: parameter("content"))
    query.since = try moment("since")
    query.until = try moment("until")
    query.isPinned = try truth("pinned")
    if let text = parameter("before") { query.before = try number(text) }
    if let limit = try limit() { query.limit = limit }
    return query
  }

  /// `?files=true`: whether a check reads every byte of the files.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func readsFiles() throws(AdministrationError) -> Bool {
    try checkParameters(["files"])
    return try truth("files")
  }

  private func truth(_ name: String) throws(AdministrationError) -> Bool {
    guard let text = parameter(name) else { return false }
    guard let truth = Bool(text) else {
      throw AdministrationError(.invalid, "\(name) is true or false, and not \"\(text)\".")
    }
    return truth
  }

  private func moment(_ name: String) throws(AdministrationError) -> Timestamp? {
    guard let text = parameter(name) else { return nil }
    guard let milliseconds = Int64(text) else {
      throw AdministrationError(.invalid, "\(name) is a moment in milliseconds since 1970, and not \"\(text)\".")
    }
    return Timestamp(millisecondsSince1970: milliseconds)
  }

  private func limit() throws(AdministrationError) -> Int? {
    guard let text = parameter("limit") else { return nil }
    guard let limit = Int(text) else { throw AdministrationError(.invalid, "The limit is a whole number, 1 to 1000.") }
    return limit
  }

  /// `?state=given_up&before=c17&limit=50`, each of them optional.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func callbackQuery() throws(AdministrationError) -> CallbackQuery {
    try checkParameters(["state", "before", "limit"])
    var query = CallbackQuery()
    query.state = try choice("state")
    if let text = parameter("before") { query.before = try callback(text) }
    if let text = parameter("limit") {
      guard let limit = Int(text) else { throw AdministrationError(.invalid, "The limit is a whole number, 1 to 1000.") }
      query.limit = limit
    }
    return query
  }

  /// `?before=<sha256>.png&limit=50`, each of them optional.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func assetQuery() throws(AdministrationError) -> AssetQuery {
    try checkParameters(["before", "limit"])
    var query = AssetQuery()
    if let text = parameter("before") { query.before = try asset(text) }
    if let limit = try limit() { query.limit = limit }
    return query
  }

  /// A file as a path or a parameter names it.
  ///
  /// - Throws: ``AdministrationError`` where it names none.
  func asset(_ text: String) throws(AdministrationError) -> AssetName {
    guard let name = AssetName(text) else {
      throw AdministrationError(.invalid, "\"\(text)\" is no file; its name has 64 hex digits, and may have an extension.")
    }
    return name
  }

  /// A callback as a path or a parameter names it.
  ///
  /// - Throws: ``AdministrationError`` where it names none.
  func callback(_ text: String) throws(AdministrationError) -> CallbackID {
    guard let id = CallbackID(text) else {
      throw AdministrationError(.invalid, "\"\(text)\" is not a callback; write it like c17.")
    }
    return id
  }

  /// `?by=team&since=2026-11-01&until=2026-11-30`, each of them optional; both days count.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func usageQuery() throws(AdministrationError) -> UsageQuery {
    try checkParameters(["by", "since", "until"])
    return UsageQuery(by: try choice("by") ?? .key, firstDay: try day("since")?.code, lastDay: try day("until")?.code)
  }

  /// `?step=hour&since=1780000000000&until=…&key=alice&team=design&model=google/*`, each of them optional, and one of key and team
  /// at most; moments are in milliseconds since 1970.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func usageSeriesQuery() throws(AdministrationError) -> UsageSeriesQuery {
    try checkParameters(["step", "since", "until", "key", "team", "model"])
    var query = UsageSeriesQuery(by: try choice("step") ?? .hour)
    query.since = try moment("since")
    query.until = try moment("until")
    query.keyName = parameter("key")
    query.team = parameter("team")
    query.model = parameter("model")
    return query
  }

  /// `?key=alice&team=design&day=2026-11-23&kind=refund&before=17&limit=50`, each of them optional; `before` is a line's id.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func ledgerQuery() throws(AdministrationError) -> LedgerQuery {
    try checkParameters(["key", "team", "day", "kind", "before", "limit"])
    var query = LedgerQuery()
    query.keyName = parameter("key")
    query.team = parameter("team")
    query.day = try day("day")?.code
    query.kind = try choice("kind")
    if let text = parameter("before") {
      guard let id = Int64(text) else {
        throw AdministrationError(.invalid, "before is the id of a line of the ledger, such as 17, and not \"\(text)\".")
      }
      query.before = id
    }
    if let limit = try limit() { query.limit = limit }
    return query
  }

  /// `?key=alice`: whose create is to be quoted; `nil` where nobody is named.
  ///
  /// - Throws: ``AdministrationError`` with what may be written.
  func quotedKey() throws(AdministrationError) -> String? {
    try checkParameters(["key"])
    return parameter("key")
  }

  /// A purchase as a path or a parameter names it.
  ///
  /// - Throws: ``AdministrationError`` where it names none.
  func number(_ text: String) throws(AdministrationError) -> GenerationNumber {
    guard let number = GenerationNumber(text) else {
      throw AdministrationError(.invalid, "\"\(text)\" is not a purchase; write it like g17.")
    }
    return number
  }

  /// Refuses a parameter that there is not: a filter with a slip in its name must not be no filter.
  func checkParameters(_ known: [String]) throws(AdministrationError) {
    guard let stranger = uri.queryParameters.first(where: { !known.contains(String($0.key)) })?.key else { return }
    let taken = known.isEmpty ? "none" : known.joined(separator: ", ")
    throw AdministrationError(.invalid, "There is no parameter \"\(stranger)\" at this path, which takes \(taken).")
  }

  /// The value of a parameter of the query, decoded; `nil` where there is none.
  private func parameter(_ name: String) -> String? { uri.queryParameters[name[...]].map(String.init) }

  private func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: String
  ) throws(AdministrationError) -> Value? {
    guard let text = parameter(name) else { return nil }
    return try choice(name, text) as Value
  }

  private func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ text: String
  ) throws(AdministrationError) -> Value {
    guard let value = Value(rawValue: text) else {
      let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw AdministrationError(.invalid, "\(name) cannot be \"\(text)\"; it is one of \(all).")
    }
    return value
  }

  private func day(_ name: String) throws(AdministrationError) -> CalendarDay? {
    guard let text = parameter(name) else { return nil }
    guard let day = CalendarDay(text) else {
      throw AdministrationError(.invalid, "\(name) is a day such as 2026-11-23, and not \"\(text)\".")
    }
    return day
  }
}
