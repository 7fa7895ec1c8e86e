import Foundation
import TollgateCore

/// The Unix socket in the data folder, through which the command line talks to the running gateway. Who may open the folder may
/// administer the gateway.
package struct AdministrationSocket: Sendable {
  private static let name = "admin.sock"

  /// Where the socket is looked for: `<data folder>/admin.sock`.
  package let link: String
  /// Where the socket is: the same, or a short path elsewhere that `link` points to.
  package let path: String

  package init(dataFolder: String) {
    let folder = URL(filePath: dataFolder).standardizedFileURL.path
    link = folder + "/" + Self.name
    if link.utf8.count <= SocketPath.longest {
      path = link
    } else {
      path = "/tmp/tollgate-\(Fingerprint.sha256(of: Array(folder.utf8)).prefix(16))/" + Self.name
    }
  }

  /// Makes the place ready for binding. The caller holds the data folder's lock, so that a socket there is a dead process's.
  package func prepare() throws {
    let files = FileManager.default
    remove()
    guard path != link else { return }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    // In a folder that somebody else made, somebody else would answer for the gateway.
    let attributes = try files.attributesOfItem(atPath: folder)
    guard attributes[.ownerAccountID] as? Int == Int(getuid()), attributes[.posixPermissions] as? Int == 0o700 else {
      throw AdministrationError(.unavailable, "\(folder) belongs to somebody else; use a data folder with a shorter path.")
    }
    try files.createSymbolicLink(atPath: link, withDestinationPath: path)
  }

  /// Makes the socket its owner's alone.
  func protect() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  /// Takes the socket away. That there is none is no error.
  package func remove() {
    for place in Set([path, link]) where unsafe unlink(place) != 0 && errno != ENOENT {
      // Binding will fail and say why.
      continue
    }
  }
}
