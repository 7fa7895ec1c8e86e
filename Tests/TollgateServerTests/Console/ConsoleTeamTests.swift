import NIOHTTP1
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("Teams in the console")
struct ConsoleTeamTests {
  @Test("a team is created, its budgets changed, and it is removed after a question once it has no keys")
  func life() async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      let created = try await browser.post("teams", ["name": "design", "month": "$200"])
      #expect(created.status == 303 && created["Location"] == "/-/console/teams/design?done=team_created")
      let page = try await browser.get("teams/design").text
      #expect(page.contains("$200.00 left") && page.contains("value=\"200\"") && page.contains("No key belongs to it"))
      let changed = try await browser.post("teams/design", ["day": "5"])
      #expect(changed.status == 303 && changed["Location"] == "/-/console/teams/design?done=team_changed")
      #expect(try await administration.team(named: "design").budgets == BudgetLimits(day: Money("5")))
      _ = try await administration.createKey(NewKey(name: "alice", team: "design"))
      let held = try await browser.get("teams/design").text
      #expect(held.contains("/-/console/keys/alice") && held.contains("revoke its keys first") && !held.contains("Remove…"))
      let refused = try await browser.post("teams/design/remove", [:])
      #expect(refused.status == 409 && refused.text.contains("alice") && !refused.text.contains("tollgate "))
      try await administration.revokeKey(named: "alice")
      #expect(try await browser.get("teams/design/remove").text.contains("Remove the team design?"))
      #expect(try await administration.teams().count == 1, "asking is not removing")
      let removed = try await browser.post("teams/design/remove", [:])
      #expect(removed.status == 303 && removed["Location"] == "/-/console/teams?done=team_removed")
      #expect(try await administration.teams().isEmpty)
      #expect(try await browser.get("teams?done=team_removed").text.contains("The team is removed"))
    }
  }

  @Test(
    "a form with a mistake comes back with what was entered and with what is wrong",
    arguments: [
      (["name": ""], 400, "A team has a name"), (["name": "a b"], 400, "A team&#39;s name"),
      (["name": "bob", "day": "five"], 400, "five"), (["name": "bob", "month": "-1"], 400, "-1"),
      (["name": "design"], 409, "There is a team design already"),
    ] as [([String: String], Int, String)])
  func mistakes(_ fields: [String: String], _ status: Int, _ says: String) async throws {
    try await Browser.signedIn { browser in
      _ = try await browser.gateway.engine.administration.createTeam(NewTeam(name: "design"))
      let reply = try await browser.post("teams", fields)
      #expect(reply.status == status && reply.text.contains(says) && reply.text.contains("role=\"alert\""), "\(reply.text)")
      for value in fields.values where !value.isEmpty { #expect(reply.text.contains("value=\"\(value)\""), "\(value)") }
      #expect(!reply.text.contains("tollgate "))
      #expect(try await browser.gateway.engine.administration.teams().count == 1)
    }
  }

  @Test("a team's page has its bars, and what each of its keys spends")
  func members() async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      _ = try await administration.createTeam(NewTeam(name: "design", budgets: [.day: .set(Money("1"))]))
      let alice = try await administration.createKey(NewKey(name: "alice", team: "design"))
      let bob = try await administration.createKey(NewKey(name: "bob"))
      _ = try await browser.gateway.finished(Body.picture("a lighthouse"), key: alice.secret)
      _ = try await browser.gateway.finished(Body.picture("a fox"), key: bob.secret)
      let page = try await eventually("what it spent") {
        let text = try await browser.get("teams/design").text
        return text.contains(#"data-label="Spent this month">$0.04"#) ? text : nil
      }
      #expect(page.contains("$0.96 left") && page.contains("Team design, today") && !page.contains("/-/console/keys/bob"))
      let list = try await browser.get("teams").text
      #expect(list.contains(#"data-label="Spent today">$0.04"#) && list.contains("$1.00 a day"))
    }
  }

  @Test("a form of a page that is out of date changes nothing")
  func stale() async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      _ = try await administration.createTeam(NewTeam(name: "design"))
      let page = try await browser.get("teams/design").text
      let seen = String(try #require(page.firstMatch(of: /name="seen" value="([0-9a-f]+)"/)?.1))
      _ = try await administration.changeTeam(named: "design", TeamChange(budgets: [.day: .set(Money("7"))]))
      let reply = try await browser.post("teams/design", ["seen": seen, "month": "20"])
      #expect(reply.status == 409 && reply.text.contains("value=\"7\""))
      #expect(try await administration.team(named: "design").budgets == BudgetLimits(day: Money("7")))
    }
  }

  @Test("a team of the configuration file shows no form, and a form for it changes nothing")
  func declared() async throws {
    let setup = Browser.setup {
      $0.declaration = Declaration(teams: ["brand": BudgetLimits(month: Money("50"))])
    }
    try await Browser.signedIn(setup) { browser in
      let page = try await browser.get("teams/brand").text
      #expect(page.contains("declared in the configuration file") && !page.contains("Change the budgets"))
      #expect(try await browser.post("teams/brand", ["day": "5"]).status == 409)
      #expect(try await browser.post("teams/brand/remove", [:]).status == 409)
    }
  }
}
