import Foundation
import TollgateConfiguration
import TollgateCore

// What the machine gives the gateway.
extension Doctor {
  /// What is small for a disk on which files are kept.
  private static let littleSpace: Int64 = 1 << 30
  /// With less the database cannot even be brought to rest.
  private static let noSpace: Int64 = 64 << 20

  /// Who else can read the configuration file.
  func fileFindings() -> [DoctorFinding] {
    guard let file, let mode = Self.mode(of: file) else { return [] }
    let subject = "configuration file"
    guard configuration.holdsSecrets, mode & 0o044 != 0 else {
      return [.ok(subject, "Its permissions are \(Self.octal(mode)).")]
    }
    return [
      .attention(
        subject, "It has secrets in it, and others on this machine can read it (its permissions are \(Self.octal(mode))).",
        "chmod 600 \(file), or take the secrets from the environment with ${NAME}.")
    ]
  }

  /// The data folder: who may use it, and how much room there is.
  func folderFindings() -> [DoctorFinding] {
    let folder = configuration.storage.path
    let origin = configuration.origin(of: "storage.path")
    guard let mode = Self.mode(of: folder) else {
      return [
        .attention(
          "data folder", "There is no \(folder) (storage.path, \(origin)).",
          "Nothing, if the gateway has not run yet: it makes the folder. Else name the right one, or run this in the gateway's "
            + "working directory.")
      ]
    }
    var findings: [DoctorFinding] = []
    if unsafe access(folder, R_OK | W_OK | X_OK) != 0 {
      findings.append(
        .problem(
          "data folder", "\(folder) cannot be written by this user.",
          "Run this as the user of the gateway, or give the folder to that user: chown -R USER \(folder)."))
    } else if mode & 0o077 != 0 {
      findings.append(
        .attention(
          "data folder", "Others on this machine can look into \(folder) (its permissions are \(Self.octal(mode))).",
          "chmod 700 \(folder): prompts and results are in it, and who can write to it can do everything."))
    } else {
      findings.append(.ok("data folder", "\(folder) is the gateway's alone."))
    }
    return findings + [spaceFinding(folder)]
  }

  private func spaceFinding(_ folder: String) -> DoctorFinding {
    var room = statvfs()
    guard unsafe statvfs(folder, &room) == 0 else {
      return .attention("disk", "How much room there is for \(folder) is not known.", "Look with df \(folder).")
    }
    let free = Int64(clamping: UInt64(room.f_bavail) * UInt64(room.f_frsize))
    let files = configuration.cache.assets == .mirror ? Int64(configuration.cache.maxSize.bytes) : 0
    let text = "\(DisplayText.bytes(free)) are free for \(folder)"
    if free < Self.noSpace {
      return .problem("disk", text + ".", "Make room: nothing can be bought when the database cannot be written.")
    }
    if free < Self.littleSpace {
      return .attention("disk", text + ".", "Make room, or lower cache.max_size (\(DisplayText.bytes(files))).")
    }
    return .ok("disk", text + ".")
  }

  /// How many connections there can be.
  func openFilesFindings() -> [DoctorFinding] {
    let wanted = configuration.server.limits.connections
    let shares = OpenFileLimit.Shares(of: OpenFileLimit.raise(), connections: wanted)
    guard shares.connections < wanted else {
      return [.ok("open files", "There are enough for server.limits.connections, \(wanted).")]
    }
    return [
      .attention(
        "open files",
        "Started like this command, a gateway has files for \(shares.connections) connections, and "
          + "server.limits.connections is \(wanted).",
        "Raise the limit (ulimit -Hn, or LimitNOFILE= of its unit), or lower server.limits.connections.")
    ]
  }

  private static func mode(of path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.posixPermissions] as? NSNumber)?.intValue
  }

  private static func octal(_ mode: Int) -> String { String(mode & 0o7777, radix: 8) }
}
