import Foundation
import Testing
import TollgateConfiguration
import TollgateCore

@Suite struct KeyTests {
  static let digest = String(repeating: "aB", count: 32)

  @Test func everything() throws {
    let yaml = """
      time_zone: Europe/Berlin
      teams:
        - name: design
        - {name: A.b_c-9}
      keys:
        - name: alice
          team: design
          secret: "${ALICE}"
          models: ["google/*", acme/x]
          mode: replay
          expires: 2027-01-01
        - name: bob
          secret_sha256: \(Self.digest)
      """
    let configuration = try parse(yaml, ["ALICE": "tg-0123456789abcdef"])
    #expect(configuration.teams.map(\.name) == ["design", "A.b_c-9"])
    #expect(configuration.teams.map(\.location.line) == [3, 4])
    let alice = try #require(configuration.keys.first)
    #expect(alice.name == "alice" && alice.team == "design" && alice.mode == .replay)
    #expect(alice.digest == KeyDigest(secret: "tg-0123456789abcdef"))
    #expect(alice.models?.map(\.description) == ["google/*", "acme/x"])
    #expect(alice.expires?.description == "2026-12-31T23:00:00.000Z")
    #expect("\(alice.location)" == "gateway.yaml:6")
    let bob = try #require(configuration.keys.last)
    #expect(bob.digest.bytes == Array(repeating: 0xAB, count: 32))
    #expect(bob.team == nil && bob.models == nil && bob.mode == nil && bob.expires == nil)
  }

  @Test(arguments: [
    ("2027-01-01", "2027-01-01T00:00:00.000Z"), ("2028-02-29", "2028-02-29T00:00:00.000Z"),
    ("2027-01-01T12:30:45Z", "2027-01-01T12:30:45.000Z"), ("2027-01-01T12:30:45.25Z", "2027-01-01T12:30:45.250Z"),
    ("2027-01-01T12:30:45.123456789Z", "2027-01-01T12:30:45.123Z"), ("2027-01-01T01:00:00+02:00", "2026-12-31T23:00:00.000Z"),
    ("2027-01-01T01:00:00-05:30", "2027-01-01T06:30:00.000Z"),
  ])
  func expires(_ text: String, _ moment: String) throws {
    let key = try parse("keys: [{name: a, secret: 0123456789abcdef, expires: '\(text)'}]").keys.first
    #expect(key?.expires?.description == moment)
  }

  /// In Santiago the clocks go forward at midnight: 2027-09-05 begins at 01:00.
  @Test func aDayMayBeginLate() throws {
    let yaml = "time_zone: America/Santiago\nkeys: [{name: a, secret: 0123456789abcdef, expires: 2027-09-05}]"
    #expect(try parse(yaml).keys.first?.expires?.description == "2027-09-05T04:00:00.000Z")
  }

  @Test(arguments: [
    "2027-02-29", "2027-13-01", "2027-00-01", "2027-1-1", "27-01-01", "2027-01-01T", "2027-01-01T12:30", "2027-01-01T12:30:45",
    "2027-01-01T24:00:00Z", "2027-01-01T12:60:00Z", "2027-01-01T12:00:60Z", "2027-01-01 12:00:00Z", "2027-01-01T12:00:00+0200",
    "2027-01-01T12:00:00.Z", "2027-01-01T12:00:00Zx", "tomorrow", "٢٠٢٧-01-01",
  ])
  func noMoment(_ text: String) {
    #expect(problems("keys: [{name: a, secret: 0123456789abcdef, expires: '\(text)'}]").count == 1)
  }

  static let secret = "must be at least 16 visible ASCII characters without a space, 512 at most"
  static let mistakes: [Mistake] = [
    Mistake("keys: [{name: a}]", "gateway.yaml:1: keys[0] has no secret; it must have secret or secret_sha256."),
    Mistake(
      "keys:\n  - name: a\n    secret: 0123456789abcdef\n    secret_sha256: \(digest)",
      "gateway.yaml:2: keys[0] has both secret and secret_sha256; keep one."),
    Mistake("keys: [{name: a, secret: 0123456789abcde}]", "gateway.yaml:1: keys[0].secret \(secret)."),
    Mistake("keys: [{name: a, secret: 01234567 9abcdef0}]", "gateway.yaml:1: keys[0].secret \(secret)."),
    Mistake("keys: [{name: a, secret: 0123456789abcdeä}]", "gateway.yaml:1: keys[0].secret \(secret)."),
    Mistake("keys: [{name: a, secret: [a]}]", "gateway.yaml:1: keys[0].secret is a list, but \(secret)."),
    Mistake(
      "keys: [{name: a, secret: '***'}]",
      "gateway.yaml:1: keys[0].secret \(secret); *** is only what `tollgate config show` prints in place of a secret."),
    Mistake(
      "keys: [{name: a, secret: '${ALICE_KEY}'}]",
      """
      gateway.yaml:1: keys[0].secret uses ${ALICE_KEY}, which is not set; set ALICE_KEY in the environment, or write \
      ${ALICE_KEY:-default}.
      """
    ),
    Mistake(
      "keys: [{name: a, secret_sha256: 12}]",
      #"""
      gateway.yaml:1: keys[0].secret_sha256 must be the SHA-256 of a secret, 64 hex digits (printf %s "$SECRET" | \#
      sha256sum).
      """#
    ),
    Mistake(
      "keys:\n  - {name: a, secret: 0123456789abcdef}\n  - {name: b, secret: 0123456789abcdef}",
      #"""
      gateway.yaml:3: keys[1] has the same secret as the key "a" at gateway.yaml:2; one secret serves one purpose, give it \#
      another.
      """#
    ),
    Mistake(
      "upstream: {api_key: Bearer 0123456789abcdef}\nkeys:\n  - name: a\n    secret: 0123456789abcdef",
      "gateway.yaml:4: keys[0] has the same secret as upstream.api_key; one secret serves one purpose, give it another."),
    Mistake(
      "keys:\n  - {name: a, secret: 0123456789abcdef}\n  - {name: a, secret: 0123456789abcdeF}",
      #"gateway.yaml:3: keys[1].name is "a", which gateway.yaml:2 has already; give it another name."#),
    Mistake(
      "teams:\n  - name: a\n  - name: a",
      #"gateway.yaml:3: teams[1].name is "a", which gateway.yaml:2 has already; give it another name."#),
    Mistake(
      "teams: [{}]",
      "gateway.yaml:1: teams[0] has no name; it must have one, a name of 1 to 64 of the characters A-Z a-z 0-9 . _ -, not only dots."
    ),
    Mistake(
      "teams: [{name: a b}]",
      #"gateway.yaml:1: teams[0].name is "a b", but must be a name of 1 to 64 of the characters A-Z a-z 0-9 . _ -, not only dots."#
    ),
    Mistake(
      "keys: [{name: a, team: desgn, secret: 0123456789abcdef}]\nteams: [{name: design}]",
      #"gateway.yaml:1: keys[0].team is "desgn", which is no team of this file; did you mean "design"?"#),
    Mistake(
      "keys: [{name: a, team: art, secret: 0123456789abcdef}]",
      #"gateway.yaml:1: keys[0].team is "art", which is no team of this file; declare it under teams: - name: art."#),
    Mistake(
      "keys: [{name: a, secret: 0123456789abcdef, models: []}]",
      "gateway.yaml:1: keys[0].models is empty, so the key could use no model; name some, or leave models out for all."),
    Mistake(
      "keys: [{name: a, secret: 0123456789abcdef, models: ['a*b']}]",
      #"""
      gateway.yaml:1: keys[0].models[0] is "a*b", but must be a model such as "google/veo-3/text-to-video", or the beginning \#
      of one and a * such as "google/*".
      """#
    ),
    Mistake(
      "keys: [{name: a, secret: 0123456789abcdef, models: google}]",
      #"""
      gateway.yaml:1: keys[0].models is a single value, but must be a list such as [a, b], each element a model such as \#
      "google/veo-3/text-to-video", or the beginning of one and a * such as "google/*".
      """#
    ),
    Mistake(
      "keys: [{name: a, secret: 0123456789abcdef, mode: dead}]",
      #"gateway.yaml:1: keys[0].mode is "dead", but must be one of live, replay."#),
  ]

  @Test(arguments: mistakes)
  func refused(_ mistake: Mistake) {
    #expect(problems(mistake.yaml) == [mistake.sentence])
  }

  @Test(arguments: [(64, true), (65, false)])
  func lengthOfNames(_ length: Int, _ isAllowed: Bool) {
    #expect(problems("teams: [{name: \(String(repeating: "a", count: length))}]").isEmpty == isAllowed)
  }

  @Test func secretsAreNowhereInErrorsDumpsAndRenderings() throws {
    let configuration = try parse("upstream: {api_key: canary-one}\nkeys: [{name: a, secret: canary-0123456789}]")
    var dump = ""
    Swift.dump(configuration, to: &dump)
    for text in [dump, "\(configuration)", configuration.rendered(), configuration.rendered(showingOrigins: false)] {
      #expect(!text.contains("canary"))
    }
  }
}
