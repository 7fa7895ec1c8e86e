import Testing
import TollgateConfiguration

@Suite struct InterpolationTests {
  @Test(arguments: [
    ("${A}", "one"), ("${A}/${B}", "one/two"), ("${NONE:-x}", "x"), ("${EMPTY:-x}", "x"), ("x${EMPTY}", "x"),
    ("${A:-x}", "one"),
    ("${NONE:-}x", "x"), ("$$", "$"), ("$${A}", "${A}"), ("$$$$", "$$"), ("a$$b", "a$b"), ("${NONE:-a:-b}", "a:-b"),
    ("${_1}", "under"), ("${D}", "${A} $"),
  ])
  func replaced(_ text: String, _ expected: String) throws {
    let environment = ["A": "one", "B": "two", "EMPTY": "", "_1": "under", "D": "${A} $"]
    #expect(try parse("storage: {path: '\(text)'}", environment).storage.path == expected)
  }

  static let name = "write ${NAME} or ${NAME:-default without braces}, and $$ for a $ itself."
  static let mistakes: [Mistake] = [
    Mistake(
      "mode: live\nstorage:\n  path: ${DATA}/x",
      "gateway.yaml:3: storage.path uses ${DATA}, which is not set; set DATA in the environment, or write ${DATA:-default}."),
    Mistake("storage: {path: a$b}", "gateway.yaml:1: storage.path has a $ that starts no ${NAME}; write $$ for a $ itself."),
    Mistake("storage: {path: a$}", "gateway.yaml:1: storage.path has a $ that starts no ${NAME}; write $$ for a $ itself."),
    Mistake("storage: {path: '${A'}", "gateway.yaml:1: storage.path has a ${ that names no variable; \(name)"),
    Mistake("storage: {path: '${}'}", "gateway.yaml:1: storage.path has a ${ that names no variable; \(name)"),
    Mistake("storage: {path: '${1A}'}", "gateway.yaml:1: storage.path has a ${ that names no variable; \(name)"),
    Mistake("storage: {path: '${A-B}'}", "gateway.yaml:1: storage.path has a ${ that names no variable; \(name)"),
    Mistake("storage: {path: '${A:?B}'}", "gateway.yaml:1: storage.path has a ${ that names no variable; \(name)"),
    Mistake("storage: {path: '${A:-${B}}'}", "gateway.yaml:1: storage.path has a ${ that names no variable; \(name)"),
    Mistake(
      "models: {a: {defaults: {prompt: ['${P}']}}}",
      """
      gateway.yaml:1: models[a].defaults.prompt[0] uses ${P}, which is not set; set P in the environment, or write \
      ${P:-default}.
      """
    ),
  ]

  @Test(arguments: mistakes)
  func refused(_ mistake: Mistake) {
    #expect(problems(mistake.yaml) == [mistake.sentence])
  }

  @Test func namesOfSettingsAreNotReplaced() {
    #expect(problems("${A}: 1", ["A": "mode"]).count == 1)
  }

  /// A value that is put in may be a secret, so that errors show what the file says.
  @Test func errorsDoNotShowWhatWasPutIn() {
    let yaml = "mode: ${A}\ncache: {scope: 'x${A}'}\nkeys: [{name: '${A}', secret: '${A}'}]"
    let problems = problems(yaml, ["A": "canary 7f3a"])
    #expect(problems.count == 4)
    #expect(!problems.contains { $0.contains("canary") })
    #expect(problems.first == #"gateway.yaml:1: mode is "${A}", but must be one of live, replay."#)
  }

  @Test func anEmptyValueIsNone() throws {
    #expect(try parse("server:\n  public_url: ${URL:-}") == .defaults)
    #expect(try parse("server:\n  public_url: '${URL:-}'") == .defaults)
  }
}
