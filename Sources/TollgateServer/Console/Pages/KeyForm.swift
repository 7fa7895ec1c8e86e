import TollgateCore

/// The fields for what a key may be and do, as they were entered.
struct KeyForm: Equatable {
  let team: String?
  let models: String?
  let replaysOnly: Bool
  let expires: String?
  let limits: LimitForm

  /// What was entered.
  init(_ form: FormFields) {
    team = form.entry("team")
    models = form.entry("models")
    replaysOnly = form["mode"] == "replay"
    expires = form.entry("expires")
    limits = LimitForm(form)
  }

  /// What is in force.
  init(_ key: KeySummary, _ calendar: ConsoleCalendar) {
    team = key.team
    models = key.models.map(ModelList.text)
    replaysOnly = key.replayOnly
    expires = key.expiresAt.map(calendar.entry)
    limits = LimitForm(key.limits)
  }

  /// The change from what is in force to what was entered. What was left as it is stays, to the millisecond.
  func change(from old: KeyForm, _ calendar: ConsoleCalendar) throws(AdministrationError) -> KeyChange {
    var change = KeyChange()
    if team != old.team { change.team = .set(team) }
    if models != old.models { change.models = .set(try patterns()) }
    if replaysOnly != old.replaysOnly { change.replayOnly = .set(replaysOnly) }
    if expires != old.expires { change.expiresAt = .set(try calendar.expiry(expires)) }
    if limits != old.limits { change.limits = try limits.change() }
    return change
  }

  private func patterns() throws(AdministrationError) -> [ModelPattern]? {
    guard let models else { return nil }
    var patterns: [ModelPattern] = []
    for text in ModelList.patterns(of: models) { patterns.append(try ModelPattern(written: text)) }
    return patterns
  }
}
