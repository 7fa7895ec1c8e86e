import TollgateCore

/// What `config show` prints in place of a secret. Nothing reads it as one.
let secretMask = "***"

extension ScalarFormat<Secret> {
  /// A text that travels in a header: visible ASCII characters without a space.
  static func secret(atLeast minimum: Int) -> ScalarFormat {
    let length = minimum > 1 ? "at least \(minimum)" : "one or more"
    return ScalarFormat(
      expectation: "\(length) visible ASCII characters without a space, 512 at most",
      parse: { text in
        let isSecret = (minimum...512).contains(text.utf8.count) && text != secretMask && isVisible(text)
        return isSecret ? Secret(text) : nil
      },
      spell: { _ in YAMLText.scalar(secretMask) },
      hint: maskHint,
      isSecret: true)
  }
}

extension ScalarFormat<Secret?> {
  /// The key for the upstream; empty for none. A value that begins with `Bearer `, as some programs keep it, loses that.
  static var upstreamKey: ScalarFormat {
    let key = ScalarFormat<Secret>.secret(atLeast: 1)
    return ScalarFormat(
      expectation: key.expectation + ", or empty for none",
      parse: { text in
        let bare = BearerScheme.strip(text).token
        return bare.isEmpty ? .some(nil) : key.parse(bare).map(Optional.some)
      },
      spell: { $0.map(key.spell) ?? #""""# },
      hint: maskHint,
      isSecret: true,
      null: .some(nil))
  }
}

extension ScalarFormat<Secret?> {
  /// What lets a person in; empty for nobody.
  static var adminToken: ScalarFormat {
    let token = ScalarFormat<Secret>.secret(atLeast: 16)
    return ScalarFormat(
      expectation: token.expectation + " (openssl rand -hex 32 makes one), or empty for none",
      parse: { text in text.isEmpty ? .some(nil) : token.parse(text).map(Optional.some) },
      spell: { $0.map(token.spell) ?? #""""# },
      hint: maskHint,
      isSecret: true,
      null: .some(nil))
  }
}

extension ScalarFormat<KeyDigest> {
  /// The SHA-256 of a secret, in hex.
  static var digest: ScalarFormat {
    ScalarFormat(
      expectation: "the SHA-256 of a secret, 64 hex digits (printf %s \"$SECRET\" | sha256sum)",
      // Some programs write hex in upper case. Letters beyond ASCII have other lower cases, but none in a to f.
      parse: { text in HexDigits.bytes(of: text.lowercased()).flatMap { KeyDigest(bytes: $0) } },
      spell: { _ in YAMLText.scalar(secretMask) },
      hint: maskHint,
      isSecret: true)
  }
}

extension ScalarFormat<SigningSecret> {
  /// What callbacks are signed with.
  static var signingSecret: ScalarFormat {
    ScalarFormat(
      expectation: "whsec_ and the Base64 of at least 16 bytes, or at least 16 visible ASCII characters, 512 at most",
      parse: { text in text == secretMask ? nil : SigningSecret(text) },
      spell: { _ in YAMLText.scalar(secretMask) },
      hint: maskHint,
      isSecret: true)
  }
}

private func maskHint(_ text: String) -> String? {
  text == secretMask ? "; *** is only what `tollgate config show` prints in place of a secret." : nil
}

private func isVisible(_ text: String) -> Bool { text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
