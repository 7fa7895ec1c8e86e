import Testing
import TollgateCore

@Suite struct SigningSecretTests {
  /// The example of the Standard Webhooks' reference libraries.
  @Test func theStandardsExample() throws {
    let secret = try #require(SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    let signature = secret.signature(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
    #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    #expect(secret.reveal() == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
  }

  @Test(arguments: [
    ("", false), ("fifteen letters", false), ("15 letters long", false), ("sixteen-letters!", true),
    ("whsec_", false), ("whsec_not/base64/at/all!", false), ("whsec_c2hvcnQ=", false),
    ("whsec_" + String(repeating: "A", count: 44), true), (String(repeating: "x", count: 513), false),
    ("sixteen-lettersé", false), ("a secret with spaces", false),
  ])
  func whatASecretIs(_ text: String, _ isSecret: Bool) {
    #expect((SigningSecret(text) != nil) == isSecret)
  }

  @Test func anyOtherTextStandsForItsBytes() throws {
    #expect(try #require(SigningSecret("sixteen-letters!")).reveal() == "whsec_c2l4dGVlbi1sZXR0ZXJzIQ==")
    #expect(SigningSecret("sixteen-letters!") == SigningSecret("whsec_c2l4dGVlbi1sZXR0ZXJzIQ=="))
  }

  @Test func everyKeyHasItsOwnAndNobodySeesIt() throws {
    let key = KeyID.random()
    let secret = SigningSecret(of: key, master: Array(0..<32))
    #expect(secret == SigningSecret(of: key, master: Array(0..<32)))
    #expect(secret != SigningSecret(of: key, master: Array(1..<33)))
    #expect(secret != SigningSecret(of: .random(), master: Array(0..<32)))
    #expect("\(secret)" == "***" && String(reflecting: secret) == "***")
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test func callbacksAreWrittenForPeople() throws {
    #expect(CallbackID(17)?.description == "c17" && CallbackID("c17") == CallbackID(17))
    for text in ["", "c", "17", "c0", "c017", "g17", "c1x", "c" + String(repeating: "9", count: 19)] {
      #expect(CallbackID(text) == nil, "\(text)")
    }
  }
}
