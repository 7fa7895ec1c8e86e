import Foundation
import Testing
import TollgateCore

/// The files of JSONTestSuite where they are at hand; the repository's own cases are in ``StrictnessTests``.
@Suite struct PublishedVectorTests {
  /// `TOLLGATE_JSON_VECTORS`, or a folder beside the package.
  private static let folder: URL? = {
    var package = URL(filePath: #filePath)
    for _ in 0..<4 { package.deleteLastPathComponent() }
    let candidates = [
      ProcessInfo.processInfo.environment["TOLLGATE_JSON_VECTORS"].map { URL(filePath: $0) },
      package.deletingLastPathComponent().appending(path: "shared/vectors/json"),
    ]
    return candidates.compactMap(\.self).first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  private static func files(_ name: String) throws -> [(name: String, bytes: [UInt8])] {
    guard let folder = folder?.appending(path: name) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
    }
  }

  /// The implementation-defined files that are accepted: whole numbers that a double could not hold. All others are refused.
  private static let acceptedByChoice: Set = [
    "i_number_too_big_neg_int.json", "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
  ]

  @Test(.enabled(if: folder != nil, "JSONTestSuite is not at hand")) func parsing() throws {
    let files = try Self.files("test_parsing")
    #expect(files.count > 300)
    for (name, bytes) in files {
      let isAccepted =
        switch name.prefix(2) {
        case "y_": !name.hasPrefix("y_object_duplicated_key")
        case "n_": false
        default: Self.acceptedByChoice.contains(name)
        }
      #expect((canonicalText(bytes) != nil) == isAccepted, "\(name)")
    }
  }

  @Test(.enabled(if: folder != nil, "JSONTestSuite is not at hand")) func transform() throws {
    let expected = [
      "number_-9223372036854775808.json": "[-9223372036854775808]",
      "number_-9223372036854775809.json": "[-9223372036854775809]",
      "number_1.0.json": "[1]", "number_1.000000000000000005.json": "[1.000000000000000005]",
      "number_1000000000000000.json": "[1000000000000000]", "number_10000000000000000999.json": "[10000000000000000999]",
      "number_1e6.json": "[1000000]", "number_9223372036854775807.json": "[9223372036854775807]",
      "number_9223372036854775808.json": "[9223372036854775808]", "string_with_escaped_NULL.json": "[\"A\\u0000B\"]",
      "object_key_nfc_nfd.json": "{\"e\u{301}\":\"NFD\",\"\u{e9}\":\"NFC\"}",
      "object_key_nfd_nfc.json": "{\"e\u{301}\":\"NFD\",\"\u{e9}\":\"NFC\"}",
    ]
    // Everything else there is a number out of range, a member twice or a lone surrogate.
    for (name, bytes) in try Self.files("test_transform") {
      #expect(canonicalText(bytes).map { Array($0.utf8) } == expected[name].map { Array($0.utf8) }, "\(name)")
    }
  }
}
