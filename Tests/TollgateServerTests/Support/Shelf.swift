import Crypto
import Foundation
import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateEngine
import TollgateServer
import TollgateStore
import TollgateTestSupport

/// Files on the disk, and what a gateway would know of them.
final class Shelf: Sendable {
  private struct Knowledge {
    var blobs: [AssetID: Blob] = [:]
    var evicted: Set<AssetID> = []
    var damaged: [AssetID] = []
    var opened = 0
    var failure: BlobError?
  }

  let folder: URL
  let files: BlobFolder
  private let knowledge = NIOLockedValueBox(Knowledge())

  init(folder: URL) throws {
    self.folder = folder
    files = try BlobFolder(dataFolder: folder.path)
  }

  /// Runs a gateway that serves the shelf.
  static func serve(
    _ change: (inout GatewayUnderTest.Setup) -> Void = { _ in }, _ body: (Shelf, GatewayUnderTest) async throws -> Void
  ) async throws {
    try await TemporaryFolder.withEmpty { folder in
      let shelf = try Shelf(folder: folder)
      var setup = GatewayUnderTest.Setup(change)
      setup.assets = shelf.source
      try await GatewayUnderTest.run(setup) { gateway in try await body(shelf, gateway) }
    }
  }

  var source: AssetSource {
    AssetSource(
      find: { id in
        let (blob, isEvicted) = self.knowledge.withLockedValue { ($0.blobs[id], $0.evicted.contains(id)) }
        if isEvicted { throw GatewayError.fileGone }
        guard let blob else { throw GatewayError.noSuchFile }
        return blob
      },
      open: { id throws(BlobError) in
        if let failure = self.knowledge.withLockedValue({ $0.failure }) { throw failure }
        self.knowledge.withLockedValue { $0.opened += 1 }
        return try await self.files.open(id)
      },
      onDamaged: { id, _ in self.knowledge.withLockedValue { $0.damaged.append(id) } })
  }

  var damaged: [AssetID] { knowledge.withLockedValue { $0.damaged } }

  func fail(with error: BlobError?) { knowledge.withLockedValue { $0.failure = error } }

  func evict(_ id: AssetID) { knowledge.withLockedValue { _ = $0.evicted.insert(id) } }

  func path(of id: AssetID) -> String { folder.path + "/blobs/\("\(id)".prefix(2))/\(id)" }

  /// Puts a file there.
  @discardableResult
  func keep(_ bytes: [UInt8]) async throws -> Blob {
    let draft = try await files.draft()
    try await draft.append(bytes)
    let blob = try await draft.finish()
    knowledge.withLockedValue { $0.blobs[blob.id] = blob }
    return blob
  }

  /// Puts a file of zeros there, which takes no room on the disk.
  func keepZeros(_ size: Int64) throws -> Blob {
    var hash = SHA256()
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var rest = Int(size)
    while rest > 0 {
      hash.update(data: zeros.prefix(rest))
      rest -= zeros.count
    }
    let id = try #require(AssetID(digest: Array(hash.finalize())))
    try FileManager.default.createDirectory(
      atPath: URL(filePath: path(of: id)).deletingLastPathComponent().path, withIntermediateDirectories: true)
    #expect(FileManager.default.createFile(atPath: path(of: id), contents: nil))
    let handle = try FileHandle(forWritingTo: URL(filePath: path(of: id)))
    try handle.truncate(atOffset: UInt64(size))
    try handle.close()
    let blob = Blob(id: id, size: size, type: .other)
    knowledge.withLockedValue { $0.blobs[id] = blob }
    return blob
  }

  /// How often this process has a file open.
  func openings(of id: AssetID) throws -> Int {
    let descriptors = "/proc/self/fd"
    return try FileManager.default.contentsOfDirectory(atPath: descriptors).count { name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: descriptors + "/" + name))?.contains("\(id)") == true
    }
  }
}

extension GatewayUnderTest {
  func link(to id: AssetID, _ ending: String = ".png") -> String { baseURL + "/-/assets/\(id)\(ending)" }
}
