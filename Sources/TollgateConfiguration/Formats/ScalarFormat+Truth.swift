extension ScalarFormat<Bool> {
  /// `true` or `false`, and none of YAML's older words for them.
  static var truth: ScalarFormat {
    ScalarFormat(
      expectation: "true or false",
      parse: { text in ["true": true, "false": false][text] },
      spell: { $0 ? "true" : "false" },
      hint: { text in
        let isYes = ["yes", "on", "y", "1"].contains(text.lowercased())
        let isNo = ["no", "off", "n", "0"].contains(text.lowercased())
        return isYes || isNo ? "; did you mean \(isYes)?" : nil
      })
  }
}
