import Foundation
import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
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
        ("callbacks", "No callback"), ("keys", "There are no keys"), ("gallery?search=fox", "No result matches"),
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
      ("jobs/%3Cscript%3E", 404), ("keys/nobody", 404), ("keys/nobody/revoke", 404), ("a/b/c/d", 404), ("sign-out", 404),
      ("gallery?search=%2A", 200), ("gallery?key=nobody", 200), ("jobs?state=%3Cscript%3E", 200),
    ])
  func refusals(_ page: String, _ status: Int) async throws {
    try await Browser.signedIn { browser in
      let reply = try await browser.get(page)
      Self.expectPage(reply, status, page)
      #expect(status == 200 || reply.text.contains("role=\"alert\""))
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
      #expect(overview.contains("<svg viewBox=\"0 0 600 200\"") && overview.contains("<th scope=\"row\">2"))
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
        "gallery?search=\(query)&model=\(query)&key=\(query)", "jobs?state=\(query)", "keys/\(query)", "nothing/\(query)",
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
      for name in ["console.js", "copy.js", "times.js"] {
        let address = scripts.replacing("console.js", with: name)
        let script = try await GatewayUnderTest.call(.GET, browser.gateway.baseURL + address)
        #expect(script.status == 200 && script["Content-Type"] == "text/javascript; charset=utf-8")
        #expect(!script.text.contains(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(/), "\(name)")
      }
    }
  }
}
