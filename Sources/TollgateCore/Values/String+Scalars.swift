extension String {
  /// The text with another one in the place of every occurrence of a scalar.
  ///
  /// Whoever reads a quotation mark as an end reads it so whatever is behind it; `replacing(_:with:)` compares characters, and takes
  /// the mark and an accent behind it for one of another kind.
  package func replacing(scalar: Unicode.Scalar, with replacement: String) -> String {
    var text = ""
    text.reserveCapacity(utf8.count)
    for each in unicodeScalars {
      if each == scalar { text += replacement } else { text.unicodeScalars.append(each) }
    }
    return text
  }
}
