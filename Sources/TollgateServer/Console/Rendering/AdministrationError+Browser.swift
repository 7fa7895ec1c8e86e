import TollgateCore

extension AdministrationError {
  /// The sentence for somebody in a browser: without what it says to type. Commands stand in brackets or are its last part, as in
  /// `There is no key "x"; tollgate keys list shows all.`
  var browserSentence: String {
    let sentence =
      description
      .replacing(#/ with --charged/#, with: "")
      .replacing(#/ \(tollgate [^)]*\)/#, with: "")
      .replacing(#/; (?:settle it with )?tollgate [^;]*\.$/#, with: ".")
    // What the store says begins small; a purchase such as g17 is written so.
    guard sentence.prefix(2).allSatisfy({ $0.isLetter || $0.isWhitespace }) else { return sentence }
    return sentence.prefix(1).uppercased() + sentence.dropFirst()
  }
}
