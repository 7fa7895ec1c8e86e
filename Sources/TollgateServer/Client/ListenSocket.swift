import Foundation
import TollgateCore

/// The Unix socket that clients are served on. Whoever may write to it may use the gateway: its owner and its group.
package struct ListenSocket: Sendable {
  private static let mode: mode_t = 0o660

  package let path: String

  package init(path: String) { self.path = path }

  /// Why no socket can be made at a path.
  enum Trouble: Error, CustomStringConvertible {
    case inUse
    case otherFile

    var description: String {
      switch self {
      case .inUse: "another program listens there"
      case .otherFile: "there is something else that is no socket"
      }
    }
  }

  /// Makes the place ready for binding: what a process has left that is gone is taken away, and nothing else.
  func prepare() throws(Trouble) {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return }
    guard attributes[.type] as? FileAttributeType == .typeSocket else { throw .otherFile }
    guard !isListenedOn else { throw .inUse }
    remove()
  }

  /// Lets the group in.
  ///
  /// - Returns: whether it could be done.
  func protect() -> Bool { unsafe chmod(path, Self.mode) == 0 }

  /// Takes the socket away. That there is none is no error.
  func remove() { _ = unsafe unlink(path) }

  /// Whether somebody takes connections, or might: who may not connect cannot know.
  private var isListenedOn: Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    let result = unsafe SocketAddressBytes.with(path: Array(path.utf8)) { address, length in
      unsafe connect(descriptor, address, length)
    }
    return result == 0 || errno != ECONNREFUSED
  }
}
