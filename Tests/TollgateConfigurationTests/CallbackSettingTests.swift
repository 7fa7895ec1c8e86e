import Testing
import TollgateConfiguration
import TollgateCore

@Suite struct CallbackSettingTests {
  @Test func privateAddressesAreOffUnlessSomebodyAllowsThem() throws {
    #expect(try !parse("").callbacks.allowPrivateAddresses)
    #expect(try parse("callbacks: {allow_private_addresses: true}").callbacks.allowPrivateAddresses)
    #expect(try parse("", ["TOLLGATE_CALLBACKS_ALLOW_PRIVATE_ADDRESSES": "true"]).callbacks.allowPrivateAddresses)
    #expect(
      problems("callbacks: {allow_private_addresses: yes}").first?
        .hasSuffix("must be true or false; did you mean true?") == true)
  }

  @Test func aKeyMayHaveASigningSecret() throws {
    let yaml = "keys: [{name: a, secret: 0123456789abcdef, callback_secret: '${SIGNING}'}]"
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    let configuration = try parse(yaml, ["SIGNING": secret])
    #expect(configuration.keys.first?.callbackSecret == SigningSecret(secret))
    #expect(!configuration.rendered().contains("MfKQ9r8G") && configuration.rendered().contains("callback_secret: \"***\""))
    #expect(try parse("keys: [{name: a, secret: 0123456789abcdef}]").keys.first?.callbackSecret == nil)
    for text in ["short", "whsec_short", "***"] {
      let sentences = problems(yaml, ["SIGNING": text])
      #expect(sentences.count == 1 && sentences[0].contains("callback_secret"), "\(text)")
      #expect(!sentences[0].contains("whsec_short"))
    }
  }
}
