import Foundation
import TollgateCore

extension ScalarFormat<String> {
  /// A name of a team or a key.
  static var name: ScalarFormat {
    ScalarFormat(
      expectation: "a name of 1 to 64 of the characters A-Z a-z 0-9 . _ -, not only dots",
      parse: { ShortName.isAddressable($0) ? $0 : nil },
      spell: YAMLText.scalar)
  }

  /// A folder.
  static var path: ScalarFormat {
    ScalarFormat(
      expectation: "a folder such as ./tollgate-data or /var/lib/tollgate",
      parse: { text in
        let isPath = !text.isEmpty && !text.hasPrefix("~") && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        return isPath ? text : nil
      },
      spell: YAMLText.scalar,
      hint: { $0.hasPrefix("~") ? "; a ~ is not replaced here, write ${HOME}" + $0.dropFirst() + "." : nil })
  }
}

extension ScalarFormat<String?> {
  /// A file, or null for none.
  static func file(_ example: String) -> ScalarFormat {
    ScalarFormat(
      expectation: "the path of a file such as \(example), or null for none",
      parse: { text in text.isEmpty ? .some(nil) : ScalarFormat<String>.path.parse(text).map(Optional.some) },
      spell: { $0.map(YAMLText.scalar) ?? "null" },
      hint: ScalarFormat<String>.path.hint,
      null: .some(nil))
  }
}

extension ScalarFormat<ModelPattern> {
  /// A model's id, or the beginning of one and a `*`.
  static var modelPattern: ScalarFormat {
    ScalarFormat(
      expectation: #"a model such as "google/veo-3/text-to-video", or the beginning of one and a * such as "google/*""#,
      parse: { text in
        let isVisible = text.utf8.count <= 256 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isVisible ? ModelPattern(text) : nil
      },
      spell: { YAMLText.scalar($0.description) })
  }
}

extension ScalarFormat<ArgumentPath> {
  /// A name in `args`, or a path to one.
  static var argumentPath: ScalarFormat {
    ScalarFormat(
      expectation: "the name of an argument such as image_url, or a path such as image.url",
      parse: { ArgumentPath($0) },
      spell: { YAMLText.scalar($0.description) })
  }
}

extension ScalarFormat<TimeZone> {
  /// A name of the IANA time zone database.
  static var timeZone: ScalarFormat {
    ScalarFormat(
      expectation: "the name of a time zone such as UTC or Europe/Berlin",
      parse: { TimeZone(identifier: $0) },
      // Foundation calls UTC by its older name.
      spell: { $0.identifier == "GMT" ? "UTC" : YAMLText.scalar($0.identifier) },
      hint: { text in
        Spelling.closest(to: text, among: TimeZone.knownTimeZoneIdentifiers).map { "; did you mean \(quote($0))?" }
      })
  }
}
