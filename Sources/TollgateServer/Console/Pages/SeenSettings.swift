import Crypto
import TollgateCore

/// What a form had when its page was made, as a digest that it brings back: so that nobody undoes what somebody else has changed
/// in the meantime.
enum SeenSettings {
  /// The form's field.
  static let field = "seen"

  static let conflict = """
    Somebody has changed it since you opened this page, and nothing was done. These are the settings as they are now; repeat your \
    change.
    """

  /// The digest of what a form shows.
  static func digest(of form: some Equatable) -> String {
    HexDigits.text(of: Array(SHA256.hash(data: Array(String(reflecting: form).utf8)).prefix(12)))
  }

  /// Whether a form was made of other settings than these.
  static func isStale(_ form: FormFields, now settings: some Equatable) -> Bool {
    form.entry(field).map { $0 != digest(of: settings) } ?? false
  }
}
