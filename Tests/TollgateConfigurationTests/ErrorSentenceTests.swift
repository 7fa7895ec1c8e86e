import Testing
import TollgateConfiguration

/// Every class of mistake, with its sentence word for word.
@Suite struct ErrorSentenceTests {
  static let unknownNames: [Mistake] = [
    Mistake(
      "mode: live\nserver:\n  lisen: 127.0.0.1:1",
      #"""
      gateway.yaml:3: unknown setting "server.lisen"; did you mean "listen"? Allowed here: listen, tls, public_url, \#
      trusted_proxies, answer_timeout, limits.
      """#
    ),
    Mistake(
      "server: {publicUrl: null}",
      #"""
      gateway.yaml:1: unknown setting "server.publicUrl"; did you mean "public_url"? Allowed here: listen, tls, public_url, \#
      trusted_proxies, answer_timeout, limits.
      """#
    ),
    Mistake(
      "server: {limits: {per_client: 5}}",
      #"gateway.yaml:1: unknown setting "server.limits.per_client". Allowed here: body, headers, connections, per_address."#),
    Mistake(
      "console: {allow_private_addresses: true}",
      #"""
      gateway.yaml:1: unknown setting "console". Allowed here: time_zone, mode, server, upstream, storage, cache, retention, \#
      budgets, rate, teams, keys, models, callbacks, admin, metrics, log.
      """#
    ),
    Mistake(
      "upstream: {retries: 5}",
      #"""
      gateway.yaml:1: unknown setting "upstream.retries". Allowed here: base_url, api_key, connect_timeout, \#
      request_timeout, max_sending, queue, max_running, on_unknown, poll, breaker.
      """#
    ),
    Mistake(
      "storage: {Path: a}", #"gateway.yaml:1: unknown setting "storage.Path"; did you mean "path"? Allowed here: path."#),
    Mistake(
      "teams:\n  - name: a\n    budget: {}",
      #"gateway.yaml:3: unknown setting "teams[0].budget"; did you mean "budgets"? Allowed here: name, budgets."#),
    Mistake(
      "budgets: {week: 5}", #"gateway.yaml:1: unknown setting "budgets.week". Allowed here: day, month, total."#),
    Mistake(
      "keys: [{name: a, secret: 0123456789abcdef, rate: {creates: 5}}]",
      #"""
      gateway.yaml:1: unknown setting "keys[0].rate.creates"; did you mean "creates_per_minute"? Allowed here: \#
      creates_per_minute, generations_per_minute.
      """#
    ),
    Mistake(
      "keys: [{name: a, secret: 0123456789abcdef, expire: 2027-01-01}]",
      #"""
      gateway.yaml:1: unknown setting "keys[0].expire"; did you mean "expires"? Allowed here: name, team, secret, \#
      secret_sha256, models, budgets, rate, max_running, callback_secret, mode, expires.
      """#
    ),
    Mistake(
      "models:\n  acme/x:\n    prize: 1",
      #"gateway.yaml:3: unknown setting "models[acme/x].prize"; did you mean "price"? Allowed here: price, ttl, defaults, ignore, media."#
    ),
  ]

  static let wrongTypes: [Mistake] = [
    Mistake(
      "server: 5",
      """
      gateway.yaml:1: server is a single value, but must be a mapping of settings. Allowed here: listen, tls, public_url, \
      trusted_proxies, answer_timeout, limits.
      """
    ),
    Mistake(
      "storage: [a]", "gateway.yaml:1: storage is a list, but must be a mapping of settings. Allowed here: path."),
    Mistake("mode: [live]", "gateway.yaml:1: mode is a list, but must be one of live, replay."),
    Mistake("mode: {live: 1}", "gateway.yaml:1: mode is a mapping, but must be one of live, replay."),
    Mistake("mode:", "gateway.yaml:1: mode has no value; it must be one of live, replay."),
    Mistake(
      "log: {level: null}",
      "gateway.yaml:1: log.level has no value; it must be one of trace, debug, info, notice, warning, error, critical."),
    Mistake("teams: {a: {}}", "gateway.yaml:1: teams is a mapping, but must be a list."),
    Mistake(
      "teams: [a]",
      "gateway.yaml:1: teams[0] is a single value, but must be a mapping of settings. Allowed here: name, budgets."),
    Mistake("models: [a]", "gateway.yaml:1: models is a list, but must be a mapping."),
    Mistake(
      "models: {a: 5}",
      "gateway.yaml:1: models[a] is a single value, but must be a mapping of settings. Allowed here: price, ttl, defaults, ignore, media."
    ),
    Mistake(
      "models: {a: {defaults: [1]}}", "gateway.yaml:1: models[a].defaults is a list, but must be a mapping of arguments."),
    Mistake("- a", "gateway.yaml:1: the file is a list, but must be a mapping of settings such as mode: live."),
    Mistake("# a\nlive", "gateway.yaml:2: the file is a single value, but must be a mapping of settings such as mode: live."),
  ]

  static let badValues: [Mistake] = [
    Mistake("mode: lve", #"gateway.yaml:1: mode is "lve", but must be one of live, replay; did you mean "live"?"#),
    Mistake(
      "log: {level: warn}",
      #"""
      gateway.yaml:1: log.level is "warn", but must be one of trace, debug, info, notice, warning, error, critical; did you \#
      mean "warning"?
      """#
    ),
    Mistake(
      "time_zone: Europe/Berln",
      #"""
      gateway.yaml:1: time_zone is "Europe/Berln", but must be the name of a time zone such as UTC or Europe/Berlin; did you \#
      mean "Europe/Berlin"?
      """#
    ),
    Mistake(
      "server:\n  listen: 8080",
      #"""
      gateway.yaml:2: server.listen is "8080", but must be a host and a port from 1 to 65535, such as 127.0.0.1:8080, \#
      [::1]:8080, or 0.0.0.0:8080 for every interface; or unix: and the absolute path of a socket, at most 107 bytes \#
      long; did you mean "127.0.0.1:8080"?
      """#
    ),
    Mistake(
      "server: {answer_timeout: 25}",
      #"""
      gateway.yaml:1: server.answer_timeout is "25", but must be a duration from 1ms to 1h, a whole number with ms, s, m, h \#
      or d such as 250ms or 10m; did you mean 25s?
      """#
    ),
    Mistake(
      "server: {answer_timeout: 0s}",
      #"""
      gateway.yaml:1: server.answer_timeout is "0s", but must be a duration from 1ms to 1h, a whole number with ms, s, m, h \#
      or d such as 250ms or 10m.
      """#
    ),
    Mistake(
      "server: {limits: {body: 16 mib}}",
      #"""
      gateway.yaml:1: server.limits.body is "16 mib", but must be a size from 1KiB to 1GiB, a whole number with B, KB, MB, \#
      GB, KiB, MiB or GiB such as 64KB or 16MiB; did you mean 16MiB?
      """#
    ),
    Mistake(
      "upstream: {max_sending: 0}", #"gateway.yaml:1: upstream.max_sending is "0", but must be a whole number from 1 to 10000."#
    ),
    Mistake(
      "upstream: {poll: {factor: 0.5}}",
      #"gateway.yaml:1: upstream.poll.factor is "0.5", but must be a number from 1 to 10, such as 1.5."#),
    Mistake(
      "upstream:\n  poll:\n    first: 20s",
      "gateway.yaml:3: upstream.poll.max is 10s, but must be at least upstream.poll.first, which is 20s."),
    Mistake(
      "upstream: {poll: {give_up: 5s}}",
      "gateway.yaml:1: upstream.poll.give_up is 5s, but must be at least upstream.poll.max, which is 10s."),
    Mistake(
      "upstream: {base_url: ftp://x}",
      #"""
      gateway.yaml:1: upstream.base_url is "ftp://x", but must be an http or https URL without user, query and fragment, \#
      such as https://api.shortapi.ai.
      """#
    ),
    Mistake(
      "upstream: {base_url: 'https://alice:hunter2@x'}",
      #"""
      gateway.yaml:1: upstream.base_url is "https://***@x", but must be an http or https URL without user, query and \#
      fragment, such as https://api.shortapi.ai.
      """#
    ),
    Mistake(
      "server: {public_url: 'https://x/y'}",
      #"""
      gateway.yaml:1: server.public_url is "https://x/y", but must be an http or https URL without a path, such as \#
      https://gateway.example.com, or null for none.
      """#
    ),
    Mistake(
      "storage: {path: ~/data}",
      #"""
      gateway.yaml:1: storage.path is "~/data", but must be a folder such as ./tollgate-data or /var/lib/tollgate; a ~ is \#
      not replaced here, write ${HOME}/data.
      """#
    ),
    Mistake(
      "cache: {ttl: never}",
      #"""
      gateway.yaml:1: cache.ttl is "never", but must be forever, or a duration from 1s to 36500d, a whole number with ms, s, \#
      m, h or d such as 250ms or 10m, or null for forever with files that are kept and 1h without.
      """#
    ),
    Mistake("cache: {scope: \"a\\nb\"}", #"gateway.yaml:1: cache.scope is "a?b", but must be one of gateway, team, key."#),
  ]

  @Test(arguments: unknownNames + wrongTypes + badValues)
  func sentence(_ mistake: Mistake) {
    #expect(problems(mistake.yaml, mistake.environment) == [mistake.sentence])
  }

  @Test func everyProblemIsReportedInTheOrderOfTheFile() {
    let yaml = """
      log: {format: xml}
      keys:
        - secret: short
      mode: dead
      """
    #expect(
      problems(yaml, ["TOLLGATE_CACHE_SCOPE": "all"]) == [
        #"gateway.yaml:1: log.format is "xml", but must be one of json, text."#,
        "gateway.yaml:3: keys[0] has no name; it must have one, a name of 1 to 64 of the characters A-Z a-z 0-9 . _ -, not only dots.",
        "gateway.yaml:3: keys[0].secret must be at least 16 visible ASCII characters without a space, 512 at most.",
        #"gateway.yaml:4: mode is "dead", but must be one of live, replay."#,
        #"TOLLGATE_CACHE_SCOPE: cache.scope is "all", but must be one of gateway, team, key."#,
      ])
  }

  @Test func aLongListIsCut() {
    let yaml = (1...300).map { "x\($0): 1\n" }.joined()
    let error = #expect(throws: ConfigurationError.self) { try parse(yaml) }
    let lines = error?.description.split(separator: "\n") ?? []
    #expect(lines.count == 21)
    #expect(lines.last == "and 80 more.")
  }
}
