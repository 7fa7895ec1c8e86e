import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("What the console's forms do")
struct ConsoleFormTests {
  @Test("a key is created, its secret shown once, its limits changed, and it is revoked")
  func keys() async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      let created = try await browser.post("keys", ["name": "alice", "day": "$5.00", "max_running": "2", "models": "google/*"])
      #expect(created.status == 201)
      let secret = try #require(created.text.firstMatch(of: /<code id="secret">([^<]+)</)?.1)
      #expect(try await browser.gateway.create(Body.picture("mine"), key: String(secret)).status == 200)
      let page = try await browser.get("keys/alice")
      #expect(!page.text.contains(secret) && page.text.contains("value=\"5\"") && page.text.contains("google/*"))
      let changed = try await browser.post("keys/alice", ["month": "20", "creates_per_minute": "60"])
      #expect(changed.status == 303 && changed["Location"] == "/-/console/keys/alice?done=changed")
      let limits = try await administration.key(named: "alice").limits
      #expect(limits.budgets == BudgetLimits(month: Money("20")) && limits.rate.createsPerMinute == 60)
      #expect(limits.maximumRunning == nil)
      #expect(try await browser.get("keys/alice/revoke").text.contains("Revoke the key alice?"))
      #expect(try await administration.key(named: "alice").revokedAt == nil, "asking is not revoking")
      #expect(try await browser.post("keys/alice/revoke", [:]).status == 303)
      #expect(try await administration.key(named: "alice").revokedAt != nil)
      #expect(try await !browser.get("keys/alice").text.contains("Change the key"))
    }
  }

  @Test(
    "a form with a mistake comes back with what was entered and with what is wrong",
    arguments: [
      (["name": ""], "A key has a name"), (["name": "bob", "day": "five"], "five"), (["name": "bob", "month": "-1"], "-1"),
      (["name": "bob", "max_running": "1.5"], "1.5"), (["name": "bob", "max_running": "0"], "1000000000"),
    ])
  func mistakes(_ fields: [String: String], _ says: String) async throws {
    try await Browser.signedIn { browser in
      let reply = try await browser.post("keys", fields)
      #expect(reply.status == 400 && reply.text.contains(says) && reply.text.contains("role=\"alert\""), "\(reply.text)")
      for value in fields.values where !value.isEmpty { #expect(reply.text.contains("value=\"\(value)\""), "\(value)") }
      #expect(try await browser.gateway.engine.administration.keys().isEmpty)
    }
  }

  @Test("a result is pinned, unpinned, and removed after a question")
  func results() async throws {
    try await Browser.signedIn { browser in
      _ = try await browser.gateway.finished(Body.picture("a lighthouse"))
      let first = try #require(GenerationNumber(1))
      let administration = browser.gateway.engine.administration
      #expect(try await browser.post("results/g1/purge", [:], formToken: "").status == 403)
      #expect(try await browser.get("results/g1/purge").text.contains("Remove result g1?"))
      #expect(try await administration.results(ResultQuery()).count == 1)
      let pinned = try await browser.post("results/g1/pin", ["pinned": "true"])
      if pinned.status == 303 {
        #expect(try await administration.result(first).pinnedAt != nil)
        #expect(try await browser.post("results/g1/pin", ["pinned": "false"]).status == 303)
        #expect(try await administration.result(first).pinnedAt == nil)
      }
      #expect(try await browser.get("jobs/g1").text.contains("What came back"))
      let purged = try await browser.post("results/g1/purge", [:])
      #expect(purged.status == 303 && purged["Location"] == "/-/console/gallery?done=purged")
      #expect(try await administration.results(ResultQuery()).isEmpty)
      let job = try await browser.get("jobs/g1")
      #expect(job.status == 200 && !job.text.contains("What came back"), "a link that leads nowhere")
    }
  }

  @Test(
    "an unknown outcome raises an alarm, and is settled as a person says",
    arguments: [("charged", GenerationState.failed), ("not_charged", .released), ("resend", .unknown)])
  func unknown(_ resolution: String, _ state: GenerationState) async throws {
    try await Browser.signedIn { browser in
      browser.gateway.simulator.setFaults([Fault(on: .create, .dropAfter)])
      _ = try await browser.gateway.create(Body.picture("a lighthouse"))
      browser.gateway.simulator.clearFaults()
      #expect(try await browser.get("").text.contains("The outcome of 1 purchase is unknown"))
      let page = try await browser.get("jobs/g1").text
      #expect(page.contains("Settle it") && page.contains("name=\"upstream_id\""))
      #expect(try await browser.post("jobs/g1/resolve", ["resolution": "perhaps"]).status == 400)
      let reply = try await browser.post("jobs/g1/resolve", ["resolution": resolution])
      let deed = resolution == "resend" ? "resent" : resolution
      #expect(reply.status == 303 && reply["Location"] == "/-/console/jobs/g1?done=\(deed)")
      let after = try await browser.gateway.engine.administration.generation(try #require(GenerationNumber(1)))
      #expect(after.summary.state == state)
      guard resolution != "resend" else { return }
      #expect(try await browser.post("jobs/g1/resolve", ["resolution": resolution]).status == 409)
    }
  }

  @Test("callbacks that were given up are posted again")
  func callbacks() async throws {
    try await Browser.signedIn { browser in
      let reply = try await browser.post("callbacks/retry", [:])
      #expect(reply.status == 303 && reply["Location"] == "/-/console/callbacks?done=retried")
      #expect(try await browser.post("callbacks/c9/retry", [:]).status == 409)
      #expect(try await browser.post("callbacks/9/retry", [:]).status == 404)
    }
  }
}
