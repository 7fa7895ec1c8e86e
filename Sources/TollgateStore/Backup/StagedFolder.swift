import Foundation
import Glibc
import TollgateCore

/// A folder that is filled under another name, and has its own when it is complete.
///
/// The other name is beside it, as `NAME.unfinished-…`, and one call to the system renames all at once. Where the folder is the
/// root of a volume, or nothing can be made beside it, it is filled below itself, and what says that it is complete is moved last.
struct StagedFolder {
  /// The folder that it becomes.
  let target: String
  /// Where it is until then.
  let path: String
  /// Whether that is below the folder itself.
  let isInside: Bool

  private static let unfinished = "unfinished-"

  /// Whether a folder is the root of a volume that is being filled, or was until that was broken off.
  static func isBeingFilled(_ path: String) -> Bool {
    let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    return names?.contains { $0.hasPrefix(unfinished) } ?? false
  }

  /// Makes a folder to fill.
  ///
  /// - Throws: ``BackupError/unsuitable(_:)`` where `target` is neither an empty folder nor missing.
  static func make(for target: String) throws(BackupError) -> StagedFolder {
    try check(target)
    let suffix = "." + unfinished + HexDigits.text(of: (0..<4).map { _ in UInt8.random(in: 0...255) })
    let beside = target + suffix
    if !isMounted(target), unsafe mkdir(beside, 0o700) == 0 {
      return StagedFolder(target: target, path: beside, isInside: false)
    }
    let inside = target + "/" + suffix.dropFirst()
    guard unsafe mkdir(inside, 0o700) == 0 else {
      throw .unsuitable("\(target) cannot be made or written (\(DataFolder.lastError())); choose a folder that can.")
    }
    return StagedFolder(target: target, path: inside, isInside: true)
  }

  /// Checks that a path is that of an empty folder, or that nothing has it and a folder can be made there.
  static func check(_ target: String) throws(BackupError) {
    guard target.hasPrefix("/"), !target.utf8.contains(0), target != "/" else {
      throw .unsuitable("\"\(target)\" is not the whole path of a folder; write it from the root (/) on.")
    }
    var status = stat()
    guard unsafe lstat(target, &status) == 0 else {
      guard errno == ENOENT else {
        throw .unsuitable("\(target) cannot be looked at (\(DataFolder.lastError())); choose another.")
      }
      let parent = parent(of: target)
      guard unsafe access(parent, W_OK | X_OK) == 0 else {
        throw .unsuitable(
          "\(target) cannot be made in \(parent) (\(DataFolder.lastError())); make that folder, or choose another.")
      }
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .unsuitable("\(target) is there and is no folder; choose another.") }
    let names = try? FileManager.default.contentsOfDirectory(atPath: target)
    // A new volume of ext4 has that.
    guard let names, names.allSatisfy({ $0 == "lost+found" }) else {
      throw .unsuitable("\(target) is not empty; name an empty folder, or one that is not there yet.")
    }
  }

  static func parent(of path: String) -> String { URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false) }

  private static func isMounted(_ path: String) -> Bool {
    var (own, above) = (stat(), stat())
    guard unsafe lstat(path, &own) == 0, unsafe lstat(parent(of: path), &above) == 0 else { return false }
    return own.st_dev != above.st_dev
  }

  /// Gives the folder its name. `last` is the file that says that it is complete.
  func finish(last: String) throws(BackupError) {
    try BackupFiles.translating { () throws(BlobError) in
      try FileSystem.syncFolder(path)
      if isInside {
        // Nobody may have begun to use it meanwhile.
        let own = URL(filePath: path).lastPathComponent
        var others: [String] = []
        try FileSystem.forEachName(in: target) { name throws(BlobError) in
          if ![".", "..", "lost+found", own].contains(name) { others.append(name) }
        }
        guard others.isEmpty else {
          throw BlobError.failed("\(target) is not empty any more: somebody else has put \(others.sorted()[0]) there")
        }
        var names: [String] = []
        try FileSystem.forEachName(in: path) { name throws(BlobError) in if name != "." && name != ".." { names.append(name) } }
        for name in names where name != last { try FileSystem.rename(path + "/" + name, to: target + "/" + name) }
        try FileSystem.syncFolder(target)
        try FileSystem.rename(path + "/" + last, to: target + "/" + last)
        _ = unsafe rmdir(path)
        try FileSystem.syncFolder(target)
      } else {
        // An empty folder of that name is replaced.
        try FileSystem.rename(path, to: target)
        try FileSystem.syncFolder(Self.parent(of: target))
      }
    }
  }

  /// Removes what was written.
  func discard() { try? FileManager.default.removeItem(atPath: path) }
}
