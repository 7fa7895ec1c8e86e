extension GatewayConfiguration {
  /// The configuration with nothing set: no file, no environment.
  package static let defaults = GatewayConfiguration(ReadingSession(environment: [:]), document: [], location: nil)

  /// Reads every setting. What is wrong is reported to `session` and has its default here.
  init(_ session: ReadingSession, document: [YAMLValue.Member], location: SourceLocation?) {
    let root = MappingReader(document, location: location, session: session)
    root.scalar("time_zone", &timeZone, .timeZone)
    root.scalar("mode", &mode, .choice)
    root.section("server") { server.read($0) }
    root.section("upstream") { upstream.read($0) }
    root.section("storage") { storage.read($0) }
    root.section("cache") { cache.read($0) }
    root.section("retention") { retention.read($0) }
    root.section("budgets") { budgets.read($0) }
    root.section("rate") { rate.read($0) }
    readTeams(root)
    readKeys(root)
    readModelRules(root)
    root.section("callbacks") { callbacks.read($0) }
    root.section("admin") { admin.read($0) }
    root.section("metrics") { metrics.read($0) }
    root.section("log") { log.read($0) }
    root.close()
    isFromFile = !document.isEmpty
    settings = session.settings
    items = session.items
  }
}
