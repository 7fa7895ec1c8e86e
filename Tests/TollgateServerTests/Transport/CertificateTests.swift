import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("Certificates that cannot be used, and those that replace others")
struct CertificateTests {
  private static let now = Timestamp(millisecondsSince1970: 1_800_000_000_000)

  /// What is wrong with a pair of files, and words of the sentence that says so.
  struct Bad: Sendable, CustomTestStringConvertible {
    let what: String
    var certificate: String? = TestCertificates.good.pem
    var key: String? = TestCertificates.key
    var now = CertificateTests.now
    let part: CertificateError.Part
    let words: String

    var testDescription: String { what }
  }

  private static let bad = [
    Bad(
      what: "no certificate", certificate: nil, part: .certificate, words: "cannot be read: no such file or directory; check"),
    Bad(what: "no key", key: nil, part: .key, words: "cannot be read: no such file or directory; check"),
    Bad(what: "no PEM", certificate: "hello", part: .certificate, words: "has no certificate that can be read; it must be PEM"),
    Bad(what: "an empty file", certificate: "", part: .certificate, words: "has no certificate that can be read"),
    Bad(
      what: "a key in place of the certificate", certificate: TestCertificates.key, part: .certificate,
      words: "has no certificate that can be read"),
    Bad(what: "no key in the file", key: TestCertificates.good.pem, part: .key, words: "has no private key that can be read"),
    Bad(
      what: "a key of another certificate", key: TestCertificates.otherKey, part: .key,
      words: "is not the key of the first certificate"),
    Bad(
      what: "an encrypted key", key: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHs\n-----END ENCRYPTED PRIVATE KEY-----\n",
      part: .key,
      words: "is encrypted with a password, which nobody types in here; decrypt it with openssl pkey -in"),
    Bad(
      what: "over", certificate: TestCertificates.expired.pem, part: .certificate,
      words: "is over since 2021-01-01T00:00:00.000Z; put the renewed"),
    Bad(
      what: "not yet valid", now: Timestamp(millisecondsSince1970: 0), part: .certificate,
      words: "is valid from 2020-01-01T00:00:00.000Z on, and now is 1970-01-01T00:00:00.000Z; set the clock"),
    Bad(
      what: "too large", certificate: String(repeating: "x", count: 1 << 20 + 1), part: .certificate,
      words: "not a file of at most 1 MiB"),
  ]

  @Test(arguments: bad)
  func isRefused(_ bad: Bad) async throws {
    try await TemporaryFolder.withEmpty { folder in
      let files = try Self.write(bad.certificate, bad.key, to: folder)
      let error = #expect(throws: CertificateError.self) { () throws in _ = try Certificate(files, at: bad.now) }
      let path = bad.part == .key ? files.key : files.certificate
      #expect(error?.part == bad.part)
      #expect(error?.description.hasPrefix(path) == true, "\(String(describing: error))")
      #expect(error?.description.contains(bad.words) == true, "\(String(describing: error))")
    }
  }

  @Test func aFolderIsNoFile() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let error = #expect(throws: CertificateError.self) { () throws in
        _ = try Certificate(CertificateFiles(certificate: folder.path, key: folder.path), at: Self.now)
      }
      #expect(error?.description.contains("is not a file") == true)
    }
  }

  @Test func whatShouldBePutRightIsSaid() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let files = try Self.write(TestCertificates.good.pem, TestCertificates.key, to: folder)
      try Self.setMode(0o640, of: files.key)
      let certificate = try Certificate(files, at: Self.now)
      #expect(certificate.warnings.isEmpty)
      try Self.setMode(0o644, of: files.key)
      #expect(
        try Certificate(files, at: Self.now).warnings == [
          "\(files.key) can be read by every user of this machine; take that away with chmod o= \(files.key)"
        ])
      try Self.setMode(0o600, of: files.key)
      #expect(try Certificate(files, at: certificate.end - .seconds(14 * 86_400)).warnings.isEmpty)
      #expect(
        try Certificate(files, at: certificate.end - .seconds(14 * 86_400 - 1)).warnings == [
          "\(files.certificate) is over at \(certificate.end); renew it"
        ])
    }
  }

  @Test func aBadPairKeepsTheOldOne() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let files = try Self.write(TestCertificates.good.pem, TestCertificates.key, to: folder)
      let identity = try ServerIdentity(files, at: Self.now)
      let first = identity.context
      _ = try Self.write(TestCertificates.good.pem, TestCertificates.otherKey, to: folder)
      #expect(throws: CertificateError.self) { () throws in try identity.read(at: Self.now) }
      #expect(identity.context === first)
      _ = try Self.write(TestCertificates.otherName.pem, TestCertificates.key, to: folder)
      let renewed = try identity.read(at: Self.now)
      #expect(identity.context === first, "it is only read")
      identity.use(renewed)
      #expect(identity.context === renewed.context)
    }
  }

  /// Puts files there; what is `nil` is taken away.
  static func write(_ certificate: String?, _ key: String?, to folder: URL) throws -> CertificateFiles {
    let files = CertificateFiles(certificate: folder.path + "/certificate.pem", key: folder.path + "/key.pem")
    for (path, text) in [(files.certificate, certificate), (files.key, key)] {
      guard let text else { continue }
      try Data(text.utf8).write(to: URL(filePath: path))
      try setMode(0o600, of: path)
    }
    return files
  }

  private static func setMode(_ mode: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }
}
