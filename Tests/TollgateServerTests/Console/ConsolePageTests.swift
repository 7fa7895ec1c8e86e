import Foundation
import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

@Suite("The console's pages")
struct ConsolePageTests {
  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'
    """

  /// What people and vendors might write to get something to run.
  private static let hostile = [
    "<script>alert(1)</script>", #""><img src=x onerror=alert(1)>"#, "'><svg onload=alert(1)>",
    "</blockquote><script src=//evil.example></script>", "</title><script>alert(1)</script>",
    "</textarea></pre><iframe src=javascript:alert(1)>", "<b>{{frame.formToken}}{{{view}}}</b>", "<!--<script>",
    "&lt;script&gt;alert(1)</script>", #"" autofocus onfocus=alert(1) x=""#, #"<a href="javascript:alert(1)">x</a>"#,
  ]

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  private static func json(_ text: String) -> String { String(decoding: CanonicalJSON.inner(text), as: UTF8.self) }

  /// Checks what is true of every page.
  private static func expectPage(_ reply: Reply, _ status: Int, _ what: String) {
    #expect(reply.status == status, "\(what): \(reply.text)")
    #expect(reply["Content-Type"] == "text/html; charset=utf-8", "\(what)")
    #expect(reply["Content-Security-Policy"] == policy, "\(what)")
    #expect(reply["Cache-Control"] == "no-store" && reply["X-Content-Type-Options"] == "nosniff", "\(what)")
    #expect(reply["Referrer-Policy"] == "same-origin", "\(what)")
    let text = reply.text
    #expect(text.hasPrefix("<!doctype html>") && text.contains("<html lang=\"en\">"), "\(what)")
    #expect(text.matches(of: /<h1/).count == 1 && text.contains("<main id=\"content\""), "\(what)")
    #expect(text.matches(of: /<script/).count == 1 && !text.contains("<style") && !text.contains(" style="), "\(what)")
    #expect(!text.contains("{{"), "\(what)")
    let ids = text.matches(of: /\ id="([^"]*)"/).map(\.1)
    #expect(Set(ids).count == ids.count, "every id is there once: \(what) \(ids)")
  }

  @Test("every page is there before anything has happened, and says what to do")
  func empty() async throws {
    try await Browser.signedIn { browser in
      for (page, says) in [
        ("", "Nothing was bought"), ("", "There are no budgets"), ("gallery", "no results yet"), ("jobs", "Nothing was bought"),
        ("callbacks", "No callback"), ("keys", "There are no keys"), ("teams", "There are no teams"),
        ("live", "Nothing was asked for"), ("live", "Nothing was bought"), ("?period=24h", "Nothing was bought"),
        ("?period=nonsense", "Nothing was bought"), ("gallery?search=fox", "No result matches"),
        ("jobs?state=unknown", "No purchase is unknown"), ("callbacks?state=given_up", "none of these"),
      ] {
        let reply = try await browser.get(page)
        Self.expectPage(reply, 200, page)
        #expect(reply.text.contains(says), "\(page): \(reply.text)")
      }
    }
  }

  @Test(
    "what is not there or wrong is said in a page",
    arguments: [
      ("nothing", 404), ("results/g9", 404), ("results/9", 404), ("results/g9/purge", 404), ("jobs/g9", 404),
      ("jobs/%3Cscript%3E", 404), ("keys/nobody", 404), ("keys/nobody/revoke", 404), ("keys/nobody/rotate", 404),
      ("teams/nobody", 404), ("teams/nobody/remove", 404), ("live/nothing", 404), ("a/b/c/d", 404), ("sign-out", 404),
      ("gallery?search=%2A", 200), ("gallery?key=nobody", 200), ("jobs?state=%3Cscript%3E", 200),
    ])
  func refusals(_ page: String, _ status: Int) async throws {
    try await Browser.signedIn { browser in
      let reply = try await browser.get(page)
      Self.expectPage(reply, status, page)
      #expect(status == 200 || reply.text.contains("role=\"alert\""))
      #expect(!reply.text.contains("tollgate "), "commands are for the command line")
    }
  }

  @Test("figures, results, jobs and their lines of the ledger are shown")
  func figures() async throws {
    let setup = Browser.setup { $0.declaration = Declaration(budgets: BudgetLimits(day: Money("5")), keys: []) }
    try await Browser.signedIn(setup) { browser in
      _ = try await browser.gateway.finished(Body.picture("a lighthouse"))
      _ = try await browser.gateway.created(Body.picture("a lighthouse"))
      // Hits are counted a moment later.
      let overview = try await eventually("the hit") {
        let text = try await browser.get("").text
        return text.contains("50 %") ? text : nil
      }
      #expect(overview.contains("$0.04") && overview.contains("$4.96 left"))
      #expect(overview.contains("<svg viewBox=\"0 0 600 200\"") && overview.contains("data-label=\"Hits\">1<"))
      for period in ["24h", "7d"] {
        let text = try await browser.get("?period=\(period)").text
        #expect(text.contains("data-label=\"Hits\">1<") && text.contains("data-label=\"Spent\">$0.04<"), "\(period)")
        #expect(text.contains("<title id=\"money-title\">") && text.contains("<desc id=\"outcomes-summary\">1 bought, 1 hits"))
      }
      let gallery = try await browser.get("gallery").text
      #expect(gallery.contains("a lighthouse") && gallery.contains("/-/console/results/g1"))
      let result = try await browser.get("results/g1")
      Self.expectPage(result, 200, "result")
      for text in ["a lighthouse", "16:9", "capture", "$0.04", "curl &#39;http://127.0.0.1:", "local", "succeeded"] {
        #expect(result.text.contains(text), "\(text): \(result.text)")
      }
      let job = try await browser.get("jobs/g1")
      Self.expectPage(job, 200, "job")
      #expect(job.text.contains("capture") && !job.text.contains("resolution"))
      #expect(try await browser.get("jobs?state=succeeded").text.contains(">g1</a>"))
    }
  }

  @Test("variants of a result stand beside each other, each with its own command")
  func variants() async throws {
    try await Browser.signedIn { browser in
      let body = Body.picture("a lighthouse")
      _ = try await browser.gateway.finished(body)
      #expect(try await !browser.get("results/g1").text.contains("Variants"), "there is one only")
      _ = try await browser.gateway.finished(body, headers: ["Tollgate-Variant": "warm"])
      _ = try await browser.gateway.finished(Body.picture("a fox"))
      let first = try await browser.get("results/g1").text
      #expect(first.contains("Variants") && first.matches(of: /<li class="tile/).count == 2)
      #expect(first.contains("/-/console/results/g2") && !first.contains("/-/console/results/g3\""))
      #expect(!first.contains("Tollgate-Variant"))
      let second = try await browser.get("results/g2")
      Self.expectPage(second, 200, "variant")
      #expect(second.text.contains("variant warm") && second.text.contains("-H &#39;Tollgate-Variant: warm&#39;"))
    }
  }

  @Test("a result's page says who asked for it again, how often, and what that saved")
  func uses() async throws {
    try await Browser.signedIn { browser in
      let administration = browser.gateway.engine.administration
      let buyer = try await administration.createKey(NewKey(name: "buyer")).secret
      let alice = try await administration.createKey(NewKey(name: "alice")).secret
      let body = Body.picture("a lighthouse")
      _ = try await browser.gateway.finished(body, key: buyer)
      #expect(try await browser.get("results/g1").text.contains("Nobody yet"))
      for _ in 0..<3 { _ = try await browser.gateway.created(body, key: alice) }
      let page = try await eventually("the uses") {
        let page = try await browser.get("results/g1")
        return page.text.contains("Asked for again 3 times, which saved $0.12.") ? page : nil
      }
      Self.expectPage(page, 200, "result")
      #expect(page.text.contains(#"<a href="/-/console/keys/alice">alice</a></th><td class="number" data-label="Hits">3</td>"#))
      #expect(try await browser.get("gallery").text.contains("again 3 times, saved $0.12"))
    }
  }

  @Test("a request with much in it is cut, and is no command")
  func longRequests() async throws {
    try await Browser.signedIn { browser in
      let picture = String(repeating: "A", count: 120_000)
      _ = try await browser.gateway.finished(
        Body.picture("large", further: "").replacing("\"16:9\"", with: "\"16:9\",\"note\":\"\(picture)\""))
      let page = try await browser.get("results/g1")
      Self.expectPage(page, 200, "large")
      #expect(page.text.contains("too long for a command") && !page.text.contains("id=\"curl\""))
      #expect(page.bytes.count < 250_000)
    }
  }

  @Test("every field has a label, headings come in order, and the page that is shown is marked")
  func structure() async throws {
    try await Browser.signedIn { browser in
      browser.gateway.simulator.setFaults([Fault(on: .create, .dropAfter)])
      _ = try await browser.gateway.create(Body.picture("lost"))
      browser.gateway.simulator.clearFaults()
      _ = try await browser.gateway.finished(Body.picture("a lighthouse"))
      _ = try await browser.gateway.engine.administration.createTeam(NewTeam(name: "design"))
      _ = try await browser.gateway.engine.administration.createKey(NewKey(name: "alice", team: "design"))
      let pages = [
        "", "live", "gallery", "jobs", "callbacks", "keys", "keys/alice", "keys/alice/rotate", "keys/alice/revoke", "teams",
        "teams/design", "results/g2", "jobs/g1",
      ]
      for page in pages {
        let reply = try await browser.get(page)
        Self.expectPage(reply, 200, page)
        let text = reply.text
        let labels = Set(text.matches(of: /<label for="([^"]*)"/).map(\.1))
        for field in text.matches(of: /<(?:input|select)[^>]*>/).map(\.0) where !field.contains(/type="hidden"|\shidden/) {
          let id = field.firstMatch(of: /\sid="([^"]*)"/)?.1
          #expect(id.map(labels.contains) == true, "\(page): \(field)")
        }
        var level = 1
        for heading in text.matches(of: /<h([1-6])/).compactMap({ Int($0.1) }) {
          #expect(heading <= level + 1, "\(page): h\(heading) after h\(level)")
          level = heading
        }
        #expect(text.matches(of: /aria-current="page"/).count == 1, "\(page)")
        #expect(text.contains("<a class=\"skip\" href=\"#content\">"), "\(page)")
      }
    }
  }

  @Test("hostile texts are shown as texts, in every page", arguments: hostile)
  func escapes(_ text: String) async throws {
    let setup = Browser.setup { $0.catalogue = Catalogue.builtIn.overriding([ModelRule(model: "*")]) }
    try await Browser.signedIn(setup) { browser in
      _ = try await browser.gateway.finished(
        #"""
        {"model":"\#(Body.model)","args":{"prompt":"\#(Self.json(text))","aspect_ratio":"16:9","resolution":"1K",\#
        "note \#(Self.json(text))":"\#(Self.json(text))"}}
        """#)
      browser.gateway.simulator.setFaults([Fault(on: .create, .reject).with { $0.info = text }])
      _ = try await browser.gateway.create(Body.picture("refused"))
      browser.gateway.simulator.clearFaults()
      _ = try await browser.gateway.create(
        Body.picture("called back", further: #","callback_url":"https://hook.invalid/?\#(Self.json(text))""#))
      let query = Browser.escaped(text)
      let pages = [
        "gallery", "results/g1", "results/g1/purge", "jobs", "jobs/g1", "jobs/g2", "callbacks", "keys", "",
        "gallery?search=\(query)&model=\(query)&key=\(query)", "jobs?state=\(query)", "keys/\(query)", "teams/\(query)",
        "keys/\(query)/rotate", "nothing/\(query)", "live", "teams", "?period=\(query)",
        "?done=\(query)",
      ]
      for page in pages {
        let reply = try await browser.get(page)
        #expect(!reply.text.contains(text), "\(page): \(reply.text)")
        #expect(reply.text.matches(of: /<script/).count == 1, "\(page)")
        #expect(!reply.text.contains(/href="javascript:/), "\(page)")
      }
      for page in ["gallery", "results/g1", "jobs/g2", "gallery?search=\(query)"] {
        #expect(try await browser.get(page).text.contains(Self.escaped(text)), "\(page)")
      }
      let form = try await browser.post("keys", ["name": text, "team": text, "models": text, "day": text])
      #expect(form.status == 400 && !form.text.contains(text) && form.text.contains(Self.escaped(text)), "\(form.text)")
      let team = try await browser.post("teams", ["name": text, "day": text])
      #expect(team.status == 400 && !team.text.contains(text) && team.text.contains(Self.escaped(text)), "\(team.text)")
      _ = try await browser.gateway.engine.administration.createKey(NewKey(name: "alice"))
      let key = try await browser.post(
        "keys/alice", ["team": text, "models": text, "mode": text, "expires": text, "month": text, "seen": text])
      #expect(key.status == 409 && !key.text.contains(text), "\(key.text)")
      let settings = try await browser.post("keys/alice", ["team": text, "models": text, "expires": text, "month": text])
      #expect(settings.status == 400 && !settings.text.contains(text), "\(settings.text)")
      #expect(settings.text.contains(Self.escaped(text)))
      let rotation = try await browser.post("keys/alice/rotate", ["overlap": text])
      #expect(rotation.status == 400 && !rotation.text.contains(text))
    }
  }

  @Test("older results are on further pages, under the same filter")
  func paging() async throws {
    try await Browser.signedIn { browser in
      for number in 1...26 { _ = try await browser.gateway.finished(Body.picture("fox \(number)")) }
      let first = try await browser.get("gallery?search=fox").text
      #expect(first.matches(of: /<li class="tile">/).count == 24 && first.contains("fox 26") && !first.contains("fox 2<"))
      let link = try #require(first.firstMatch(of: /href="\/-\/console\/(gallery[^"]*)" rel="next"/)?.1)
      let older = try await browser.get(String(link.replacing("&amp;", with: "&"))).text
      #expect(older.matches(of: /<li class="tile">/).count == 2 && older.contains(">Newest<"))
      #expect(!older.contains("rel=\"next\"") && older.contains("value=\"fox\""))
    }
  }

  @Test("files of the console are kept for long, under addresses that name their content")
  func files() async throws {
    try await Browser.signedIn { browser in
      let page = try await browser.get("").text
      let addresses = page.matches(of: /(?:href|src)="(\/-\/console\/static\/[^"]*)"/).map { String($0.1) }
      #expect(Set(addresses).count == 3)
      for address in addresses {
        let reply = try await GatewayUnderTest.call(.GET, browser.gateway.baseURL + address)
        #expect(reply.status == 200 && reply["Cache-Control"] == "public, max-age=31536000, immutable")
        #expect(reply["X-Content-Type-Options"] == "nosniff" && !reply.bytes.isEmpty)
      }
      for path in ["static/0/console.css", "static/console.css", "static/0/frame.mustache", "static"] {
        #expect(try await browser.get(path).status == 404)
      }
      let head = try await GatewayUnderTest.call(.HEAD, browser.gateway.baseURL + addresses[0])
      #expect(head.status == 200 && head.bytes.isEmpty)
      let scripts = try #require(addresses.first { $0.hasSuffix("console.js") })
      for name in ["console.js", "copy.js", "live.js", "times.js"] {
        let address = scripts.replacing("console.js", with: name)
        let script = try await GatewayUnderTest.call(.GET, browser.gateway.baseURL + address)
        #expect(script.status == 200 && script["Content-Type"] == "text/javascript; charset=utf-8")
        #expect(!script.text.contains(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(/), "\(name)")
      }
    }
  }
}
