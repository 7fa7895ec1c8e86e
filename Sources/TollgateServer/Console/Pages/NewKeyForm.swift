import TollgateCore

/// The fields for a new key, as they were entered.
struct NewKeyForm {
  let name: String?
  let team: String?
  let models: String?
  let expires: String?
  let limits: LimitForm

  init(_ form: FormFields) {
    name = form.entry("name")
    team = form.entry("team")
    models = form.entry("models")
    expires = form.entry("expires")
    limits = LimitForm(form)
  }

  /// The key that was asked for.
  func key(_ calendar: ConsoleCalendar) throws(AdministrationError) -> NewKey {
    guard let name else { throw AdministrationError(.invalid, "A key has a name; enter one, such as alice.") }
    return NewKey(
      name: name, team: team, models: models.map(ModelList.patterns), expiresAt: try calendar.expiry(expires),
      limits: try limits.change())
  }
}

/// Models as a field has them: ids or beginnings of ids with a `*`, with commas or white space between them.
enum ModelList {
  static func patterns(of text: String) -> [String] { text.split { $0 == "," || $0.isWhitespace }.map(String.init) }
  static func text(of patterns: [String]) -> String { patterns.joined(separator: ", ") }
}

extension ConsoleCalendar {
  /// The expiry that was entered; `nil` where nothing was.
  func expiry(_ entry: String?) throws(AdministrationError) -> Timestamp? {
    guard let entry else { return nil }
    guard let moment = moment(entry) else {
      throw AdministrationError(.invalid, "An expiry is a date and a time such as 2027-01-01T12:00, and not \"\(entry)\".")
    }
    return moment
  }
}
