import Crypto
import TollgateCore

/// Checks that the files that the store names are on the disk.
struct FileVerification {
  private static let page = 500

  let store: any Store
  let blobs: any BlobStore
  /// Whether every file is read and compared with its name, which takes as long as reading all of them does.
  let readsFiles: Bool

  func check() async throws -> VerificationCheck {
    var checked = 0
    var violations: [String] = []
    var last: AssetID?
    while violations.count < 100 {
      let page = try await store.storedBlobs(after: last, limit: Self.page)
      for blob in page where violations.count < 100 {
        checked += 1
        guard let fault = try await Self.fault(of: blob, in: blobs, readingIt: readsFiles) else { continue }
        // A gateway that runs may have removed it since.
        if try await store.asset(blob.id)?.isStored == true { violations.append("the file \(blob.id) \(fault)") }
      }
      guard page.count == Self.page else { break }
      last = page.last?.id
    }
    let rule = readsFiles ? "has the bytes of its name" : "has its size"
    return VerificationCheck(rule: "Every stored file is on the disk and \(rule).", checked: checked, violations: violations)
  }

  /// What is wrong with a file; `nil` where nothing is, as far as is seen without reading it or by reading it.
  static func fault(of blob: Blob, in blobs: any BlobStore, readingIt: Bool) async throws(BlobError) -> String? {
    guard let size = try await blobs.size(of: blob.id) else { return "is missing" }
    guard size == blob.size else { return "has \(size) bytes instead of \(blob.size)" }
    guard readingIt else { return nil }
    var hash = SHA256()
    guard try await blobs.read(blob.id, { (bytes) throws(BlobError) in hash.update(data: bytes) }) else { return "is missing" }
    return Array(hash.finalize()) == blob.id.bytes ? nil : "has other bytes than its name says"
  }
}
