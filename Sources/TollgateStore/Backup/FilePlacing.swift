import TollgateCore

/// Puts all files that a database names from one folder of blobs into another, new one.
struct FilePlacing {
  private let source: BlobPlaces
  private let target: BlobPlaces

  private let targetFolder: String

  /// Between two folders that look like data folders.
  init(from source: String, to target: String) {
    self.source = BlobPlaces(root: source + "/blobs")
    self.target = BlobPlaces(root: target + "/blobs")
    targetFolder = target
  }

  /// - Returns: how many of them were linked.
  /// - Throws: ``BackupError/fileMissing(_:)`` where one is not there as the database says it is.
  func place(all reader: BackupReader, _ pace: BackupPace) throws(BackupError) -> Int {
    try BackupFiles.translating { () throws(BlobError) in
      try BlobFolder(dataFolder: targetFolder).mark()
    }
    let mayLink = BackupFiles.mayShareFiles(source.root, target.root)
    var linked = 0
    var folders: Set<UInt8> = []
    try reader.forEachFile { id, size throws(BackupError) in
      let found = try BackupFiles.translating { () throws(BlobError) in try FileSystem.size(of: source.path(of: id)) }
      guard found == size else { throw .fileMissing(id) }
      if let first = id.bytes.first, folders.insert(first).inserted {
        try BackupFiles.translating { () throws(BlobError) in
          try FileSystem.makeFolder(target.folder(of: id), in: target.root)
        }
      }
      var copied: Int64 = 0
      let way = try BackupFiles.place(source.path(of: id), at: target.path(of: id), mayLink: mayLink) {
        bytes throws(BackupError) in
        copied += Int64(bytes)
        try pace.advance(by: Int64(bytes))
      }
      if way == .linked {
        linked += 1
        try pace.advance(by: size)
      } else if copied != size {
        throw .fileMissing(id)
      }
    }
    for first in folders {
      try BackupFiles.translating { () throws(BlobError) in try FileSystem.syncFolder(target.folder(of: first)) }
    }
    return linked
  }
}
