import TollgateCore

extension GatewayConfiguration {
  /// The configuration in force, as YAML that reads back as the same values; only secrets are `***`.
  ///
  /// - Parameter showingOrigins: whether each line says where its value was set.
  /// - Returns: The text, with a line break at its end.
  package func rendered(showingOrigins: Bool = true) -> String {
    var lines = RenderedLines()
    lines.append(settings)
    lines.append("teams", isEmpty: teams.isEmpty, empty: "[]")
    for team in teams {
      lines.append("  - name: \(YAMLText.scalar(team.name))", team.location)
      if let budgets = YAMLText.budgets(team.budgets) { lines.append("    budgets: \(budgets)") }
    }
    lines.append("keys", isEmpty: keys.isEmpty, empty: "[]")
    for key in keys { lines.append(key) }
    lines.append("models", isEmpty: modelRules.isEmpty, empty: "{}")
    for rule in modelRules { lines.append(rule) }
    return lines.text(showingOrigins: showingOrigins)
  }
}

extension RenderedLines {
  /// `name:` and, where nothing follows, the empty list or mapping.
  fileprivate mutating func append(_ name: String, isEmpty: Bool, empty: String) {
    append(isEmpty ? "\(name): \(empty)" : "\(name):")
  }

  fileprivate mutating func append(_ key: GatewayConfiguration.DeclaredKey) {
    append("  - name: \(YAMLText.scalar(key.name))", key.location)
    if let team = key.team { append("    team: \(YAMLText.scalar(team))") }
    append("    secret: \(YAMLText.scalar(secretMask))")
    if key.callbackSecret != nil { append("    callback_secret: \(YAMLText.scalar(secretMask))") }
    if let budgets = YAMLText.budgets(key.limits.budgets) { append("    budgets: \(budgets)") }
    if let rate = YAMLText.rate(key.limits.rate) { append("    rate: \(rate)") }
    if let maximum = key.limits.maximumRunning { append("    max_running: \(maximum)") }
    if let models = key.models {
      append("    models: " + YAMLText.list(models.map(ScalarFormat.modelPattern.spell)))
    }
    if let mode = key.mode { append("    mode: \(mode.rawValue)") }
    if let expires = key.expires { append("    expires: \(YAMLText.scalar(expires.description))") }
  }

  fileprivate mutating func append(_ rule: ModelRule) {
    append("  \(YAMLText.quoted(rule.model, isName: true)):" + (rule == ModelRule(model: rule.model) ? " {}" : ""))
    if let price = rule.price { append("    price: " + ScalarFormat.price.spell(price)) }
    if let ttl = rule.ttl { append("    ttl: " + ScalarFormat.timeToLive.spell(ttl)) }
    if !rule.defaults.isEmpty { append("    defaults: " + YAMLText.json(rule.defaults)) }
    for (name, paths) in [("ignore", rule.ignore), ("media", rule.media)] where !paths.isEmpty {
      append("    \(name): " + YAMLText.list(paths.map(ScalarFormat.argumentPath.spell)))
    }
  }
}
