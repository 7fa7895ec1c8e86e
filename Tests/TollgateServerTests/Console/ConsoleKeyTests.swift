import NIOHTTP1
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("Keys in the console")
struct ConsoleKeyTests {
  /// What the form of a page brings back of what its page has seen.
  private static func seen(in page: Reply) throws -> String {
    String(try #require(page.text.firstMatch(of: /name="seen" value="([0-9a-f]+)"/)?.1))
  }

  @Test("team, models, mode, expiry and limits are changed together, and what is left as it is stays")
  func settings() async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      _ = try await administration.createTeam(NewTeam(name: "design"))
      _ = try await browser.post("keys", ["name": "alice", "expires": "2099-01-01T09:30", "models": "google/*, acme/x"])
      let before = try await administration.key(named: "alice")
      #expect(before.expiresAt?.description == "2099-01-01T09:30:00.000Z" && before.models == ["google/*", "acme/x"])
      let page = try await browser.get("keys/alice")
      #expect(page.text.contains("value=\"2099-01-01T09:30\"") && page.text.contains("value=\"google/*, acme/x\""))
      let reply = try await browser.post(
        "keys/alice",
        [
          "seen": try Self.seen(in: page), "team": "design", "mode": "replay", "models": "google/*", "day": "5",
          "expires": "2099-01-01T09:30",
        ])
      #expect(reply.status == 303, "\(reply.text)")
      let after = try await administration.key(named: "alice")
      #expect(after.team == "design" && after.replayOnly && after.models == ["google/*"])
      #expect(after.limits.budgets == BudgetLimits(day: Money("5")) && after.expiresAt == before.expiresAt)
      let back = try await browser.post("keys/alice", ["mode": "live"])
      #expect(back.status == 303, "\(back.text)")
      let open = try await administration.key(named: "alice")
      #expect(open.team == nil && !open.replayOnly && open.models == nil && open.expiresAt == nil)
      #expect(open.limits == KeyLimits())
    }
  }

  @Test(
    "a change with a mistake comes back with what was entered and what is wrong",
    arguments: [
      (["team": "nobody"], 409, "There is no team"), (["expires": "2001-01-01T00:00"], 400, "has passed"),
      (["expires": "soon"], 400, "An expiry is"), (["models": "a*b"], 400, "a*b"), (["models": ","], 400, "list of models"),
      (["creates_per_minute": "many"], 400, "many"), ([:], 400, "Nothing is to be changed"),
    ] as [([String: String], Int, String)])
  func mistakes(_ fields: [String: String], _ status: Int, _ says: String) async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      let before = try await administration.createKey(NewKey(name: "alice")).key
      let reply = try await browser.post("keys/alice", fields)
      #expect(reply.status == status && reply.text.contains(says) && reply.text.contains("role=\"alert\""), "\(reply.text)")
      #expect(!reply.text.contains("tollgate "), "commands are for the command line")
      #expect(try await administration.key(named: "alice") == before)
    }
  }

  @Test("a form of a page that is out of date changes nothing, and shows how things are")
  func stale() async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      _ = try await administration.createKey(NewKey(name: "alice"))
      let seen = try Self.seen(in: try await browser.get("keys/alice"))
      var change = KeyChange()
      change.limits.budgets[.day] = .set(Money("7"))
      _ = try await administration.changeKey(named: "alice", change)
      let reply = try await browser.post("keys/alice", ["seen": seen, "month": "20"])
      #expect(
        reply.status == 409 && reply.text.contains("It was changed since you opened this page")
          && reply.text.contains("value=\"7\""))
      #expect(try await administration.key(named: "alice").limits.budgets == BudgetLimits(day: Money("7")))
      let again = try await browser.post("keys/alice", ["seen": try Self.seen(in: reply), "day": "7", "month": "20"])
      #expect(again.status == 303)
    }
  }

  @Test("that a key is used does not make a page of it out of date")
  func used() async throws {
    try await Browser.signedIn { browser in
      let created = try await browser.gateway.engine.administration.createKey(NewKey(name: "alice"))
      let seen = try Self.seen(in: try await browser.get("keys/alice"))
      _ = try await browser.gateway.finished(Body.picture("a lighthouse"), key: created.secret)
      try await eventually(
        "its last use", holds: { try await browser.gateway.engine.administration.key(named: "alice").lastUsedAt != nil })
      #expect(try await !browser.get("keys/alice").text.contains("never"))
      #expect(try await browser.post("keys/alice", ["seen": seen, "day": "5"]).status == 303)
    }
  }

  @Test(
    "a key gets a new secret, shown once, beside which the old one is accepted as long as was said",
    arguments: [("0", false), ("3600", true)])
  func rotation(_ overlap: String, _ isAccepted: Bool) async throws {
    try await Browser.signedIn { browser in
      let old = try await browser.gateway.engine.administration.createKey(NewKey(name: "alice")).secret
      let question = try await browser.get("keys/alice/rotate")
      #expect(question.status == 200 && question.text.contains("<option value=\"86400\" selected>1 day</option>"))
      let form = ["overlap": overlap, "seen": try Self.seen(in: question)]
      let reply = try await browser.post("keys/alice/rotate", form)
      // Pressed twice, or the page of the secret loaded again.
      #expect(try await browser.post("keys/alice/rotate", form).status == 412)
      #expect(reply.status == 200 && reply["Cache-Control"] == "no-store")
      let new = String(try #require(reply.text.firstMatch(of: /<code id="secret">([^<]+)</)?.1))
      #expect(new != old && reply.text.contains("The secret before it is accepted until") == isAccepted)
      #expect(try await browser.gateway.create(Body.picture("new"), key: new).status == 200)
      #expect(try await browser.gateway.create(Body.picture("old"), key: old).status == (isAccepted ? 200 : 401))
      let page = try await browser.get("keys/alice").text
      #expect(!page.contains(new) && page.contains("Old secret") == isAccepted)
    }
  }

  @Test("an overlap that cannot be is refused", arguments: ["", "-1", "2592001", "1.5", "9223372036854775807", "a day"])
  func overlaps(_ overlap: String) async throws {
    try await Browser.signedIn { browser in
      let secret = try await browser.gateway.engine.administration.createKey(NewKey(name: "alice")).secret
      #expect(try await browser.post("keys/alice/rotate", ["overlap": overlap]).status == 400)
      #expect(try await browser.gateway.create(Body.picture("old"), key: secret).status == 200)
    }
  }

  @Test("the list says what each spends and saves this month, and when it was last used")
  func list() async throws {
    try await Browser.signedIn { browser in
      let created = try await browser.gateway.engine.administration.createKey(NewKey(name: "alice"))
      _ = try await browser.gateway.finished(Body.picture("a lighthouse"), key: created.secret)
      _ = try await browser.gateway.created(Body.picture("a lighthouse"), key: created.secret)
      // The statistics are written down between one look of a page and the next.
      let row = try await eventually("the hit and the use") {
        let text = try await browser.get("keys").text
        return text.contains(#"data-label="Saved">$0.04"#) && !text.contains("never") ? text : nil
      }
      #expect(row.contains(#"data-label="Spent this month">$0.04"#))
    }
  }

  @Test("a key of the configuration file shows no form, and a form for it changes nothing")
  func declared() async throws {
    let setup = Browser.setup { $0.access = .keyed([TestKey.declared("alice")]) }
    try await Browser.signedIn(setup) { browser in
      let page = try await browser.get("keys/alice").text
      #expect(page.contains("declared in the configuration file") && !page.contains("Change the key"))
      #expect(!page.contains("New secret…") && !page.contains("Revoke…"))
      for form in ["keys/alice", "keys/alice/rotate", "keys/alice/revoke"] {
        #expect(try await browser.post(form, ["overlap": "0", "day": "5"]).status == 409, "\(form)")
      }
    }
  }
}
