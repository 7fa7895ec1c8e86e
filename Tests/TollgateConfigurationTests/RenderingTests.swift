import Testing
import TollgateConfiguration
import TollgateCore

@Suite struct RenderingTests {
  static let full = """
    time_zone: Europe/Berlin
    mode: replay
    server:
      listen: "[::1]:9090"
      public_url: https://media.example.com
      answer_timeout: 1500ms
      limits: {body: 1000000B, headers: 8KiB, connections: 3, per_address: 4}
    upstream:
      base_url: http://127.0.0.1:8081/p
      connect_timeout: 90s
      request_timeout: 61s
      max_sending: 1
      queue: {size: 2, deadline: 3m}
      max_running: 9
      on_unknown: resend
      poll: {first: 2s, factor: 2.25, max: 1h, give_up: 36h, concurrency: 1000}
      breaker: {failures: unlimited, first: 250ms, max: 5m}
    storage: {path: "a & b/$${C}/\\"é\\"\\u200B"}
    cache: {scope: team, ttl: 30d}
    metrics: {open: true}
    log: {level: critical, format: text, requests: all, prompts: true}
    budgets: {day: 0.000000001, month: 0.00, total: 999999999.999999999}
    rate: {creates_per_minute: 1000000, generations_per_minute: 1}
    teams: [{name: design, budgets: {month: 200.00}}, {name: "null", budgets: {day: unlimited}}, {name: "1.5"}]
    keys:
      - {name: alice, team: design, secret: 0123456789abcdef, models: ["google/*", x], mode: live, expires: 2027-01-01,
         budgets: {day: 5.00, total: 100.00}, rate: {creates_per_minute: 600}, max_running: 8}
      - {name: "true", secret: 0123456789abcdeF}
    models:
      "acme/x": {price: 0.05, ttl: forever, defaults: {n: 1.5, t: "1", b: true, z: null, l: [a, {"$x": "$$\\n\\u007f"}]}}
      "acme/*": {price: refuse}
      "$y": {ignore: [trace_id, "a.b"], media: ["on"]}
      "*": {price: 2}
    """

  /// Secrets aside: their place gets them back.
  private func restored(_ text: String) -> String {
    var text = text
    for secret in ["0123456789abcdef", "0123456789abcdeF"] {
      if let range = text.firstRange(of: #"secret: "***""#) { text.replaceSubrange(range, with: "secret: \(secret)") }
    }
    return text
  }

  @Test(arguments: ["", full], [true, false])
  func roundTrip(_ yaml: String, _ showingOrigins: Bool) throws {
    let configuration = try parse(yaml)
    let text = configuration.rendered(showingOrigins: showingOrigins)
    let again = try parse(restored(text))
    #expect(again.rendered(showingOrigins: false) == configuration.rendered(showingOrigins: false))
    // Keys and teams know their lines, which have moved.
    #expect(again.server == configuration.server && again.upstream == configuration.upstream)
    #expect(
      again.storage == configuration.storage && again.cache == configuration.cache && again.log == configuration.log
        && again.metrics == configuration.metrics)
    #expect(again.timeZone == configuration.timeZone && again.mode == configuration.mode)
    #expect(again.modelRules == configuration.modelRules)
    #expect(again.budgets == configuration.budgets && again.rate == configuration.rate)
    #expect(again.teams.map(\.name) == configuration.teams.map(\.name))
    #expect(again.teams.map(\.budgets) == configuration.teams.map(\.budgets))
    #expect(again.keys.map(\.limits) == configuration.keys.map(\.limits))
    #expect(again.keys.map(\.digest) == configuration.keys.map(\.digest))
    #expect(again.keys.map(\.expires) == configuration.keys.map(\.expires))
    #expect(again.keys.map(\.models) == configuration.keys.map(\.models))
    #expect(again.keys.map(\.mode) == configuration.keys.map(\.mode))
  }

  @Test func words() throws {
    let yaml = """
      mode: live
      upstream: {api_key: ak-1}
      teams:
        - name: design
          budgets: {month: 200.00}
      keys:
        - name: alice
          team: design
          secret: 0123456789abcdef
          budgets: {total: 100, day: 5.00}
          rate: {generations_per_minute: 30}
          max_running: 8
      models: {"*": {price: 1.00}}
      """
    let text = try parse(yaml, ["TOLLGATE_SERVER_LISTEN": "0.0.0.0:80"]).rendered()
    #expect(
      text == """
        time_zone: UTC                       # default
        mode: live                           # gateway.yaml:1
        server:
          listen: 0.0.0.0:80                 # TOLLGATE_SERVER_LISTEN
          tls:
            certificate: null                # default
            key: null                        # default
            hsts: off                        # default
          public_url: null                   # default
          trusted_proxies: []                # default
          answer_timeout: 25s                # default
          limits:
            body: 16MiB                      # default
            headers: 32KB                    # default
            connections: 10000               # default
            per_address: unlimited           # default
        upstream:
          base_url: https://api.shortapi.ai  # default
          api_key: "***"                     # gateway.yaml:2
          connect_timeout: 5s                # default
          request_timeout: 1m                # default
          max_sending: 64                    # default
          queue:
            size: 16384                      # default
            deadline: 20s                    # default
          max_running: unlimited             # default
          on_unknown: refuse                 # default
          poll:
            first: 1s                        # default
            factor: 1.5                      # default
            max: 10s                         # default
            give_up: 1h                      # default
            concurrency: 256                 # default
          breaker:
            failures: 3                      # default
            first: 2s                        # default
            max: 30s                         # default
        storage:
          path: ./tollgate-data              # default
        cache:
          scope: gateway                     # default
          ttl: null                          # default
          assets: mirror                     # default
          mirror_wait: 30s                   # default
          max_size: 50GB                     # default
          max_file: 2GB                      # default
          memory: 8MiB                       # default
        retention:
          minutes: 30d                       # default
          ledger: forever                    # default
        budgets:
          day: unlimited                     # default
          month: unlimited                   # default
          total: unlimited                   # default
        rate:
          creates_per_minute: unlimited      # default
          generations_per_minute: unlimited  # default
        callbacks:
          allow_private_addresses: false     # default
        admin:
          token: ""                          # default
        metrics:
          open: false                        # default
        log:
          level: info                        # default
          format: json                       # default
          requests: purchases                # default
          prompts: false                     # default
        teams:
          - name: design                     # gateway.yaml:4
            budgets: {month: 200}
        keys:
          - name: alice                      # gateway.yaml:7
            team: design
            secret: "***"
            budgets: {day: 5, total: 100}
            rate: {generations_per_minute: 30}
            max_running: 8
        models:
          "*":
            price: 1

        """)
  }
}
