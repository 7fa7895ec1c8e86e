import Foundation
import Glibc
import TollgateCore

/// The Unix socket that clients are served on. Whoever may write to it may use the gateway: its owner and its group.
package struct ListenSocket: Sendable {
  private static let mode: mode_t = 0o660

  package let path: String

  package init(path: String) { self.path = path }

  /// What a file is, whatever its name.
  struct FileIdentity: Equatable, Sendable {
    let device: dev_t
    let number: ino_t
  }

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

  /// Which file is there now; `nil` where there is none.
  var file: FileIdentity? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    return FileIdentity(device: status.st_dev, number: status.st_ino)
  }

  /// Takes the socket away, unless another has taken its place.
  func remove(_ own: FileIdentity?) {
    if let own, own == file { remove() }
  }

  /// Lets the group in.
  ///
  /// - Returns: whether it could be done.
  func protect() -> Bool { unsafe chmod(path, Self.mode) == 0 }

  /// That there is none is no error.
  private func remove() { _ = unsafe unlink(path) }

  /// Whether somebody takes connections, or might: who may not connect cannot know.
  private var isListenedOn: Bool {
    // One that has no room for another connection would be waited for without end.
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    let result = unsafe SocketAddressBytes.with(path: Array(path.utf8)) { address, length in
      unsafe connect(descriptor, address, length)
    }
    return result == 0 || errno != ECONNREFUSED
  }
}
