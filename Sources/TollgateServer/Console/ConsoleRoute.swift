import Foundation
import TollgateCore

/// The console's own addresses.
enum ConsoleRoute {
  private static let root = "/-/console/"

  static let overview = root
  static let signIn = root + "sign-in"
  static let signOut = root + "sign-out"
  static let live = root + "live"
  static let events = live + "/events"
  static let gallery = root + "gallery"
  static let jobs = root + "jobs"
  static let callbacks = root + "callbacks"
  static let keys = root + "keys"
  static let teams = root + "teams"
  static let settings = root + "settings"

  static func result(_ number: GenerationNumber) -> String { "\(root)results/\(number)" }
  static func job(_ number: GenerationNumber) -> String { "\(jobs)/\(number)" }
  static func callback(_ id: CallbackID) -> String { "\(callbacks)/\(id)" }
  static func key(_ name: String) -> String { "\(keys)/\(escaped(name))" }
  static func team(_ name: String) -> String { "\(teams)/\(escaped(name))" }
  static func file(_ name: String, version: String) -> String { "\(root)static/\(version)/\(name)" }

  /// An address with parameters; those without a value are left out.
  static func address(_ path: String, _ parameters: KeyValuePairs<String, String?>) -> String {
    let pairs = parameters.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }
    return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
  }

  private static func escaped(_ text: String) -> String {
    var allowed = CharacterSet(charactersIn: "-._~")
    allowed.insert(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
  }
}
