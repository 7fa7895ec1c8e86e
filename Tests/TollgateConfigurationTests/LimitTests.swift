import Testing
import TollgateConfiguration
import TollgateCore

/// Budgets, rates and running purchases: of the gateway, of teams and of keys.
@Suite struct LimitTests {
  @Test func everything() throws {
    let yaml = """
      upstream: {max_running: 100}
      budgets: {day: 20.00, month: 500.00, total: unlimited}
      rate: {creates_per_minute: 6000, generations_per_minute: unlimited}
      teams:
        - {name: design, budgets: {month: 200.00}}
        - name: film
      keys:
        - name: alice
          secret: 0123456789abcdef
          budgets: {day: 5.00, total: "${TOTAL}"}
          rate: {creates_per_minute: 600, generations_per_minute: 30}
          max_running: 8
        - name: bob
          secret: 0123456789abcdeF
          budgets: {}
          max_running: unlimited
      """
    let configuration = try parse(yaml, ["TOTAL": "100.000000001"])
    #expect(configuration.upstream.maxRunning == 100)
    #expect(configuration.budgets == BudgetLimits(month: Money("500"), day: Money("20")))
    #expect(configuration.rate == RateLimits(createsPerMinute: 6000))
    #expect(configuration.teams.map(\.budgets) == [BudgetLimits(month: Money("200")), BudgetLimits()])
    let alice = KeyLimits(
      budgets: BudgetLimits(total: Money("100.000000001"), day: Money("5")),
      rate: RateLimits(createsPerMinute: 600, generationsPerMinute: 30), maximumRunning: 8)
    #expect(configuration.keys.map(\.limits) == [alice, KeyLimits()])
  }

  @Test func nothingIsLimitedByDefault() {
    let defaults = GatewayConfiguration.defaults
    #expect(defaults.budgets == BudgetLimits() && defaults.rate == RateLimits() && defaults.upstream.maxRunning == nil)
  }

  @Test(arguments: [
    ("0", 0), ("0.00", 0), ("0.000000001", 1), ("5", 5_000_000_000), ("007.50", 7_500_000_000),
    ("999999999.999999999", 999_999_999_999_999_999),
  ])
  func amounts(_ text: String, _ nanodollars: Int64) throws {
    #expect(try parse("budgets: {day: \(text)}").budgets.day == Money(nanodollars: nanodollars))
  }

  @Test(arguments: [
    "-1", "+1", "1e3", "1.", ".5", "0.0000000001", "1000000000", "0x10", "[5]", "''", "~", "none", "forever", "5 EUR",
  ])
  func noAmount(_ text: String) {
    #expect(problems("budgets: {day: \(text)}").count == 1)
  }

  @Test(arguments: ["0", "-1", "1000000001", "1.5", "60s", "''", "null", "forever"])
  func noRate(_ text: String) {
    #expect(problems("rate: {creates_per_minute: \(text)}").count == 1)
    #expect(problems("upstream: {max_running: \(text)}").count == 1)
    #expect(problems("keys: [{name: a, secret: 0123456789abcdef, max_running: \(text)}]").count == 1)
  }

  static let amount = "an amount of dollars such as 200.00 with at most 9 places, or unlimited"
  static let count = "a whole number from 1 to 1000000000, or unlimited"
  static let mistakes: [Mistake] = [
    Mistake("budgets:\n  month: five", #"gateway.yaml:2: budgets.month is "five", but must be \#(amount)."#),
    Mistake(
      "budgets:\n  month: $$500", ##"gateway.yaml:2: budgets.month is "$$500", but must be \##(amount); did you mean 500?"##),
    Mistake(
      "budgets: {month: '1,000.00'}",
      #"gateway.yaml:1: budgets.month is "1,000.00", but must be \#(amount); did you mean 1000.00?"#),
    Mistake(
      "budgets: {month: unlimitted}",
      #"gateway.yaml:1: budgets.month is "unlimitted", but must be \#(amount); did you mean unlimited?"#),
    Mistake("budgets: {month: }", "gateway.yaml:1: budgets.month has no value; it must be \(amount)."),
    Mistake(
      "budgets: 5.00",
      "gateway.yaml:1: budgets is a single value, but must be a mapping of settings. Allowed here: day, month, total."),
    Mistake(
      "teams:\n  - name: a\n    budgets:\n      day: -5",
      #"gateway.yaml:4: teams[0].budgets.day is "-5", but must be \#(amount)."#),
    Mistake(
      "keys:\n  - name: a\n    secret: 0123456789abcdef\n    rate: {generations_per_minute: 0}",
      #"gateway.yaml:4: keys[0].rate.generations_per_minute is "0", but must be \#(count)."#),
    Mistake(
      "", ["TOLLGATE_BUDGETS_DAY": "5,00"],
      #"TOLLGATE_BUDGETS_DAY: budgets.day is "5,00", but must be \#(amount)."#),
    Mistake(
      "", ["TOLLGATE_UPSTREAM_MAX_RUNNING": "many"],
      #"TOLLGATE_UPSTREAM_MAX_RUNNING: upstream.max_running is "many", but must be \#(count)."#),
  ]

  @Test(arguments: mistakes)
  func refused(_ mistake: Mistake) {
    #expect(problems(mistake.yaml, mistake.environment) == [mistake.sentence])
  }
}
