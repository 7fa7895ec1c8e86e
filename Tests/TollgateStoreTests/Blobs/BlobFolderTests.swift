import Foundation
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateStore

/// What is on the disk.
@Suite struct BlobFolderTests {
  private static let bytes = Array("some bytes".utf8)
  private static let id = AssetID(hashing: bytes)
  private static let place = "blobs/\("\(id)".prefix(2))/\(id)"

  private static func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func everythingIsWhereTheFormatSaysAndItsOwnersAlone() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let blobs = try BlobFolder(dataFolder: folder.path)
      _ = try await blobs.keep(Self.bytes)
      let path = folder.path + "/" + Self.place
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(Self.bytes))
      #expect(try Self.mode(of: path) == 0o600)
      for place in ["blobs", "blobs/drafts", "blobs/\("\(Self.id)".prefix(2))"] {
        #expect(try Self.mode(of: folder.path + "/" + place) == 0o700)
      }
      #expect(try Self.names(in: folder.path + "/blobs/drafts") == [])
    }
  }

  @Test func aNewProcessRemovesTheDraftsOfTheLastOneAndNoOthers() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let drafts = folder.path + "/blobs/drafts"
      let dead = try BlobFolder(dataFolder: folder.path)
      let half = try await dead.draft()
      try await half.append(Self.bytes)
      try Data("mine".utf8).write(to: URL(filePath: drafts + "/notes.txt"))
      let new = try BlobFolder(dataFolder: folder.path)
      let current = try await new.draft()
      try await current.append(Self.bytes)
      #expect(try Self.names(in: drafts).count == 3)
      try await new.removeDrafts()
      let left = try Self.names(in: drafts)
      #expect(left.count == 2)
      #expect(left.contains("notes.txt"))
      #expect(try await current.finish().id == Self.id)
      #expect(try await new.sizes() == [Self.id: 10])
    }
  }

  @Test func discardedAndFailedDraftsLeaveNothing() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let blobs = try BlobFolder(dataFolder: folder.path)
      let discarded = try await blobs.draft()
      try await discarded.append(Self.bytes)
      await discarded.discard()
      // Where its folder should be there is a file.
      try Data().write(to: URL(filePath: folder.path + "/blobs/\("\(Self.id)".prefix(2))"))
      await #expect(throws: BlobError.self) { try await blobs.keep(Self.bytes) }
      #expect(try Self.names(in: folder.path + "/blobs/drafts") == [])
      #expect(try await blobs.sizes() == [:])
    }
  }

  @Test func whatIsNoneOfOursIsLeftAlone() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let blobs = try BlobFolder(dataFolder: folder.path)
      let blob = try await blobs.keep(Self.bytes)
      let root = folder.path + "/blobs"
      let other = AssetID(hashing: [1])
      let shelf = root + "/\("\(Self.id)".prefix(2))"
      // Another name, a name in another folder, upper case, a folder, a link, a pipe.
      try Data([1]).write(to: URL(filePath: shelf + "/\(other)"))
      try Data([1]).write(to: URL(filePath: shelf + "/.\(Self.id)"))
      try Data([1]).write(to: URL(filePath: shelf + "/\(Self.id)".uppercased()))
      try Data([1]).write(to: URL(filePath: root + "/\(other)"))
      let prefix = "\(other)".prefix(2)
      try FileManager.default.createDirectory(atPath: root + "/\(prefix)/\(other)", withIntermediateDirectories: true)
      let linked = AssetID(hashing: [2])
      try FileManager.default.createDirectory(atPath: root + "/\("\(linked)".prefix(2))", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: root + "/\("\(linked)".prefix(2))/\(linked)", withDestinationPath: "/etc/hostname")
      let pipe = AssetID(hashing: [3])
      try FileManager.default.createDirectory(atPath: root + "/\("\(pipe)".prefix(2))", withIntermediateDirectories: true)
      #expect(unsafe mkfifo(root + "/\("\(pipe)".prefix(2))/\(pipe)", 0o600) == 0)
      #expect(try await blobs.sizes() == [blob.id: 10])
      for id in [other, linked, pipe] {
        #expect(try await blobs.size(of: id) == nil)
        #expect(try await blobs.open(id) == nil)
      }
      try await blobs.removeDrafts()
      #expect(try Self.names(in: shelf).count == 4)
    }
  }

  @Test func aDamagedFileIsHealedByItsBytes() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let blobs = try BlobFolder(dataFolder: folder.path)
      _ = try await blobs.keep(Self.bytes)
      try Data("other byte".utf8).write(to: URL(filePath: folder.path + "/" + Self.place))
      _ = try await blobs.keep(Self.bytes)
      #expect(try await blobs.bytes(of: Self.id) == Self.bytes)
    }
  }

  @Test func keptFilesAreThereForTheNextProcess() async throws {
    try await TemporaryFolder.withEmpty { folder in
      _ = try await BlobFolder(dataFolder: folder.path).keep(Self.bytes)
      #expect(try await BlobFolder(dataFolder: folder.path).bytes(of: Self.id) == Self.bytes)
    }
  }

  @Test func aMissingDataFolderIsSaid() async throws {
    await TemporaryFolder.with { path in
      _ = #expect(throws: BlobError.failed("cannot make \(path)/blobs: No such file or directory")) {
        try BlobFolder(dataFolder: path)
      }
    }
  }

  /// `/dev/full` is a disk without room.
  @Test func aFullDiskIsNoFailureOfTheDisk() async throws {
    let descriptor = unsafe open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    await TemporaryFolder.with { path in
      let draft = FolderDraft(file: descriptor, path: path + "/draft", places: BlobPlaces(root: path))
      await #expect(throws: BlobError.noRoom) { try await draft.append(Self.bytes) }
      #expect(draft.count == 0)
      await draft.discard()
    }
  }

  @Test func aDiskThatFailsSaysHow() async throws {
    let descriptor = unsafe open("/dev/null", O_RDONLY)
    try #require(descriptor >= 0)
    await TemporaryFolder.with { path in
      let draft = FolderDraft(file: descriptor, path: path + "/draft", places: BlobPlaces(root: path))
      await #expect(throws: BlobError.failed("cannot write a file in blobs/drafts: Bad file descriptor")) {
        try await draft.append(Self.bytes)
      }
      await draft.discard()
    }
  }
}
