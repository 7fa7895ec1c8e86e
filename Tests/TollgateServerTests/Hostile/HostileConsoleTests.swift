import Foundation
import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateTestSupport

/// Hostile texts in every page that shows them: no element, no attribute and no script is there for them.
@Suite("Hostile texts are only texts in the console", .timeLimit(.minutes(15)))
struct HostileConsoleTests {
  /// A text of the same length that nobody means anything by.
  private static func harmless(_ text: String) -> String { String(repeating: "x", count: max(1, text.unicodeScalars.count)) }

  private static func json(_ text: String) -> String { String(decoding: CanonicalJSON.inner(text), as: UTF8.self) }

  private static func body(_ text: String, _ number: Int) -> String {
    // A model's name with a NUL is cut off there when it is read back, so that its job never ends; no page is to blame for it.
    let model = "acme/" + text.replacing("\u{0}", with: "")
    return #"""
      {"model":"\#(json(model))","args":{"number":\#(number),"prompt":"\#(json(text))","note \#(json(text))":"\#(json(text))"},\#
      "callback_url":"https://hook.invalid/?\#(json(text))"}
      """#
  }

  private static func expectHarmless(_ reply: Reply, _ what: String) {
    let outline = HTMLOutline(reply.text)
    #expect(outline.intruders.isEmpty && outline.scripts == 1, "\(what): \(outline.intruders)")
    #expect(reply["Content-Type"] == "text/html; charset=utf-8" && reply["X-Content-Type-Options"] == "nosniff", "\(what)")
    #expect(reply["Content-Security-Policy"] != nil && reply["Set-Cookie"] == nil, "\(what)")
    for match in reply.text.matches(of: /(?:href|src|action)="([^"]*)"/) {
      #expect(["/", "#"].contains(match.1.prefix(1)) || match.1.hasPrefix("http://127.0.0.1:"), "\(what): \(match.1)")
    }
  }

  @Test("in results, purchases, refusals, filters, addresses and forms")
  func pages() async throws {
    let setup = Browser.setup {
      $0.catalogue = Catalogue.builtIn.overriding([ModelRule(model: "*", price: .fixed(Money(nanodollars: 1_000_000)))])
    }
    try await Browser.signedIn(setup) { browser in
      let gateway = browser.gateway
      var number = 0
      for text in HostileTexts.all {
        var outlines: [[HTMLOutline]] = []
        for shown in [text, Self.harmless(text)] {
          _ = try await gateway.finished(Self.body(shown, number))
          gateway.simulator.setFaults([Fault(on: .create, .reject).with { $0.info = shown }])
          _ = try await gateway.create(Body.picture("refused \(number)"))
          gateway.simulator.clearFaults()
          number += 2
          var replies: [HTMLOutline] = []
          for page in ["results/g\(number - 1)", "results/g\(number - 1)/purge", "jobs/g\(number - 1)", "jobs/g\(number)"] {
            let reply = try await browser.get(page)
            #expect(reply.status == 200, "\(page)")
            Self.expectHarmless(reply, "\(page) of \(text.debugDescription)")
            replies.append(HTMLOutline(reply.text))
          }
          outlines.append(replies)
        }
        #expect(outlines[0] == outlines[1], "\(text.debugDescription)")
        let query = Browser.escaped(text)
        for page in [
          "gallery?search=\(query)&model=\(query)&key=\(query)&team=\(query)", "jobs?state=\(query)&search=\(query)",
          "jobs?key=\(query)&before=\(query)", "callbacks?state=\(query)", "keys/\(query)", "keys/\(query)/revoke",
          "jobs/\(query)", "results/\(query)", "nothing/\(query)", "?done=\(query)", "?period=\(query)",
        ] {
          Self.expectHarmless(try await browser.get(page), "\(page)")
        }
        let form = try await browser.post(
          "keys", ["name": text, "team": text, "models": text, "day": text, "max_running": text])
        #expect(form.status == 400)
        Self.expectHarmless(form, "the form of \(text.debugDescription)")
        let settled = try await browser.post("jobs/g\(number)/resolve", ["resolution": text, "upstream_id": text])
        Self.expectHarmless(settled, "the resolution of \(text.debugDescription)")
      }
      for page in ["gallery", "jobs", "callbacks", "keys", ""] { Self.expectHarmless(try await browser.get(page), page) }
      #expect(try await gateway.engine.administration.keys().isEmpty)
    }
  }

  @Test("what a result's page shows is the text itself")
  func shown() async throws {
    try await Browser.signedIn { browser in
      for (index, text) in HostileTexts.markup.enumerated() {
        _ = try await browser.gateway.finished(Body.picture(Self.json(text)))
        let page = try await browser.get("results/g\(index + 1)").text
        let escaped = text.replacing(scalar: "&", with: "&amp;").replacing(scalar: "<", with: "&lt;")
          .replacing(scalar: ">", with: "&gt;").replacing(scalar: "\"", with: "&quot;").replacing(scalar: "'", with: "&#39;")
        let bytes = Array(page.utf8)
        #expect(bytes.contains(escaped.utf8) && !bytes.contains(text.utf8), "\(text)")
      }
    }
  }
}
