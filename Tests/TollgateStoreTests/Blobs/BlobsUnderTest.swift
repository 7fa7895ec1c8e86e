import Foundation
import TollgateCore
import TollgateFaultSimulation
import TollgateTestSupport

@testable import TollgateStore

/// The implementations of the port that the contract suite runs against.
enum BlobsUnderTest: String, CaseIterable, Sendable {
  case folder
  /// The values that simulations of faults work on.
  case memory

  /// Runs a test against fresh, empty blobs.
  func run(_ test: (any BlobStore) async throws -> Void) async throws {
    switch self {
    case .folder:
      try await TemporaryFolder.withEmpty { folder in try await test(try BlobFolder(dataFolder: folder.path)) }
    case .memory:
      try await test(InMemoryBlobs())
    }
  }
}

extension BlobStore {
  /// Writes a file in pieces of these sizes; what is left over comes at once.
  func keep(_ bytes: [UInt8], pieces: [Int] = []) async throws -> Blob {
    let draft = try await draft()
    var rest = bytes[...]
    for size in pieces {
      try await draft.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    try await draft.append(Array(rest))
    return try await draft.finish()
  }

  /// All bytes of a file; `nil` where there is none.
  func bytes(of id: AssetID) async throws -> [UInt8]? {
    var bytes: [UInt8] = []
    let isThere = try await read(id) { piece throws(BlobError) in bytes += piece }
    return isThere ? bytes : nil
  }
}

extension BlobHandle {
  /// What the system reads from it, from its beginning.
  func bytes() -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Int(size) + 1) { buffer, count in
      count = unsafe max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
    }
  }
}

/// Bytes that a seed chooses.
func randomBytes(_ count: Int, seed: UInt64) -> [UInt8] {
  var random = SeededGenerator(seed: seed)
  var bytes: [UInt8] = []
  bytes.reserveCapacity(count + 8)
  while bytes.count < count { unsafe withUnsafeBytes(of: random.next()) { unsafe bytes += $0 } }
  bytes.removeLast(bytes.count - count)
  return bytes
}
