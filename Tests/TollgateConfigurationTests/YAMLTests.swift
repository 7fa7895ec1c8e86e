import Testing
import TollgateConfiguration

/// What is refused before settings are read.
@Suite struct YAMLTests {
  static let anchor =
    "an anchor (& at the start of a value) is not allowed in this file; if a & is meant, quote the whole text."
  static let alias =
    #"""
    an alias (* outside quotes) is not allowed in this file; if a * is meant, quote the whole text, such as "*" or \#
    "google/*".
    """#

  static let mistakes: [Mistake] = [
    Mistake("mode: &x live", "gateway.yaml:1:7: \(anchor)"),
    Mistake("server: &x\n  listen: a:1", "gateway.yaml:1:9: \(anchor)"),
    Mistake("server: &x {listen: 'a:1'}", "gateway.yaml:1:9: \(anchor)"),
    Mistake("server: !!map &x {listen: 'a:1'}", "gateway.yaml:1:15: \(anchor)"),
    Mistake("teams: &x\n  - name: a", "gateway.yaml:1:8: \(anchor)"),
    Mistake("teams: [&x {name: a}, *x]", "gateway.yaml:1:9: \(anchor)"),
    Mistake("&x mode: live", "gateway.yaml:1:1: \(anchor)"),
    Mistake("mode: *x", "gateway.yaml:1:7: \(alias)"),
    Mistake("teams: [*x]", "gateway.yaml:1:9: \(alias)"),
    Mistake("models:\n  *: {price: refuse}", "gateway.yaml:2:3: \(alias)"),
    Mistake("? *x\n: 1", "gateway.yaml:1:3: \(alias)"),
    Mistake(
      "server:\n  <<: {listen: 'a:1'}",
      "gateway.yaml:2:3: the merge key << is not allowed in this file; write the settings out."),
    Mistake(
      "mode: !!binary bGl2ZQ==", "gateway.yaml:1:7: the tag tag:yaml.org,2002:binary is not allowed in this file; remove it."),
    Mistake("mode: !x live", "gateway.yaml:1:7: the tag !x is not allowed in this file; remove it."),
    Mistake(
      "log: !!omap {level: info}", "gateway.yaml:1:6: the tag tag:yaml.org,2002:omap is not allowed in this file; remove it."),
    Mistake(
      "mode: live\nlog: {}\nmode: replay",
      #"gateway.yaml:1:1: "mode" is written more than once in the same mapping, first here; keep one."#),
    Mistake(
      "server:\n  listen: a:1\n  'listen': a:2",
      #"gateway.yaml:2:3: "listen" is written more than once in the same mapping, first here; keep one."#),
    Mistake(
      "models: {a: {defaults: {1: a, '1': b}}}",
      #"gateway.yaml:1:25: "1" is written more than once in the same mapping, first here; keep one."#),
    Mistake("? [a]\n: b", "gateway.yaml:1:3: the name of a setting must be a single text, not a list."),
    Mistake("mode: live\n---\nmode: live", "gateway.yaml:2:1: a second document starts here; a configuration is one document."),
    Mistake("server:\n\tlisten: a:1", "gateway.yaml:2:1: a tab cannot indent in YAML; use spaces."),
    Mistake("mode: a: b", "gateway.yaml:1:8: not valid YAML: mapping values are not allowed in this context."),
    Mistake(
      "mode: 'live\nlog: {}\n",
      "gateway.yaml:3:1: not valid YAML: while scanning a quoted scalar begun on line 1, found unexpected end of stream."),
    Mistake("a: b\nmode: \u{1}", "gateway.yaml:2: not valid YAML: control characters are not allowed."),
    Mistake("a: b\nmode: \u{E000}", "gateway.yaml:2: the character U+E000 has no place in a configuration; remove it."),
    Mistake(
      String(repeating: "[", count: 33) + String(repeating: "]", count: 33),
      "gateway.yaml:1:33: nested deeper than 32 levels, which no setting needs."),
    Mistake(String(repeating: "[", count: 5000), "gateway.yaml:1:1: nested deeper than 32 levels, which no setting needs."),
    Mistake(String(repeating: "- ", count: 5000), "gateway.yaml:1:1999: nested deeper than 32 levels, which no setting needs."),
    Mistake(
      String(repeating: "#", count: 1 << 20) + "\n",
      "gateway.yaml: the file is larger than 1 MiB, which no configuration needs; check that it is the right file."),
  ]

  @Test(arguments: mistakes)
  func refused(_ mistake: Mistake) {
    #expect(problems(mistake.yaml) == [mistake.sentence])
  }

  /// Nine levels of nine aliases each are 387 million nodes, and as a name they would all be hashed.
  @Test func aliasBombIsRefusedAtOnce() {
    var yaml = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for (name, before) in zip("bcdefghi", "abcdefgh") {
      yaml += "\(name): &\(name) [" + Array(repeating: "*\(before)", count: 9).joined(separator: ",") + "]\n"
    }
    #expect(problems(yaml + "? *i\n: 1\n") == ["gateway.yaml:9:4: \(Self.anchor)"])
  }

  static let harmless: [String] = [
    "", "\n", "# nothing\n", "---\n", "~", "{}", "\u{FEFF}mode: live", "mode: live\r\nlog: {level: info}\r\n",
    "teams: []\nkeys: []\nmodels: {}", "teams:\nkeys:\nmodels:\nserver:\nupstream: {queue: null, poll: ~}", "mode: !!str live",
    "storage: {path: './a & b/&c/*d'}", "storage: {path: a &b *c}", "storage:\n  path: |-\n    &a *b",
    "models: {'*': {price: refuse}}", "keys: [{name: a, secret: '0123456789abcd&*', models: [\"google/*\", google/*]}]",
    "# &anchor *alias\nmode: live # &x *y", "%YAML 1.1\n---\nmode: live",
  ]

  @Test(arguments: harmless)
  func accepted(_ yaml: String) {
    #expect(problems(yaml) == [])
  }

  @Test func ampersandsSurvive() throws {
    #expect(try parse("storage: {path: 'a&b & &c'}").storage.path == "a&b & &c")
    #expect(try parse("storage:\n  path: |-\n    &a *b").storage.path == "&a *b")
  }
}
