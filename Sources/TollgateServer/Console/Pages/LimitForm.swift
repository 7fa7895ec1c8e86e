import TollgateCore

/// The fields for a key's limits, as they were entered; an empty one is no limit.
struct LimitForm {
  let day: String?
  let month: String?
  let total: String?
  let createsPerMinute: String?
  let generationsPerMinute: String?
  let maximumRunning: String?

  /// What was entered.
  init(_ form: FormFields) {
    day = form.entry("day")
    month = form.entry("month")
    total = form.entry("total")
    createsPerMinute = form.entry("creates_per_minute")
    generationsPerMinute = form.entry("generations_per_minute")
    maximumRunning = form.entry("max_running")
  }

  /// What is in force.
  init(_ limits: KeyLimits) {
    day = limits.budgets.day?.description
    month = limits.budgets.month?.description
    total = limits.budgets.total?.description
    createsPerMinute = limits.rate.createsPerMinute?.description
    generationsPerMinute = limits.rate.generationsPerMinute?.description
    maximumRunning = limits.maximumRunning?.description
  }

  /// The change of every limit to what was entered.
  func change() throws(AdministrationError) -> LimitChange {
    var change = LimitChange()
    change.budgets[.day] = .set(try money(day))
    change.budgets[.month] = .set(try money(month))
    change.budgets[.total] = .set(try money(total))
    change.createsPerMinute = .set(try number(createsPerMinute))
    change.generationsPerMinute = .set(try number(generationsPerMinute))
    change.maximumRunning = .set(try number(maximumRunning))
    return change
  }

  private func money(_ text: String?) throws(AdministrationError) -> Money? {
    guard let text else { return nil }
    guard let amount = Money(text.hasPrefix("$") ? text.dropFirst() : text[...]) else {
      throw AdministrationError(.invalid, "A budget is an amount of dollars such as 5.00, and not \"\(text)\".")
    }
    return amount
  }

  private func number(_ text: String?) throws(AdministrationError) -> Int? {
    guard let text else { return nil }
    guard let number = Int(text) else {
      throw AdministrationError(.invalid, "A limit is a whole number such as 30, and not \"\(text)\".")
    }
    return number
  }
}

/// The fields for a new key, as they were entered.
struct NewKeyForm {
  let name: String?
  let team: String?
  let models: String?
  let limits: LimitForm

  init(_ form: FormFields) {
    name = form.entry("name")
    team = form.entry("team")
    models = form.entry("models")
    limits = LimitForm(form)
  }

  /// The key that was asked for.
  func key() throws(AdministrationError) -> NewKey {
    guard let name else { throw AdministrationError(.invalid, "A key has a name; enter one, such as alice.") }
    let models = models.map { $0.split { $0 == "," || $0.isWhitespace }.map(String.init) }
    return NewKey(name: name, team: team, models: models, limits: try limits.change())
  }
}
