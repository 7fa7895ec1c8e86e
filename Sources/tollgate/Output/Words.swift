import Glibc
import NIOCore

/// Errors of libraries in words.
enum Words {
  /// The reason without the names of functions and types.
  static func reason(of error: any Error) -> String {
    guard let error = error as? IOError else { return "\(error)" }
    return unsafe String(cString: strerror(error.errnoCode)).lowercased()
  }
}
