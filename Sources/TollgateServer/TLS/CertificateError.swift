/// Why a certificate cannot be used: a sentence with the file and the remedy.
package struct CertificateError: Error, CustomStringConvertible {
  /// Which of the two files it is about.
  package enum Part: String, Sendable {
    case certificate
    case key
  }

  package let part: Part
  package let description: String

  init(_ part: Part, _ description: String) {
    self.part = part
    self.description = description
  }
}
