/// Where the files of results come from. No call throws: every outcome that a network can have is a value.
///
/// Every address that a download connects to is checked, also those of redirects, which are few; no credential is ever sent.
package protocol FileSource: Sendable {
  /// Downloads one file into a sink. It ends by itself: with the answer, with its deadline, or with the cancellation of the task.
  func download(_ request: FileRequest, into sink: any FileSink) async -> FileOutcome
}

/// One download.
package struct FileRequest: Sendable, Equatable {
  /// The link, as the upstream named it.
  package let url: String
  /// The largest file that is taken.
  package let limit: Int64
  /// The first byte that is still missing, where an earlier download was cut.
  package let offset: Int64
  /// What the earlier answer was known by (a strong `ETag`); a download is continued only where the file is still the same.
  package let validator: String?

  package init(url: String, limit: Int64, offset: Int64 = 0, validator: String? = nil) {
    self.url = url
    self.limit = limit
    self.offset = offset
    self.validator = validator
  }
}

/// Takes a file as it comes.
package protocol FileSink: Sendable {
  /// The answer begins: its bytes follow from `offset` on, which is the one that was asked for, or 0 where the server begins
  /// again. `validator` is the answer's strong `ETag`.
  func begin(at offset: Int64, validator: String?) async throws(BlobError)

  /// Further bytes.
  func append(_ bytes: [UInt8]) async throws(BlobError)
}

/// How a download ended.
package enum FileOutcome: Sendable, Equatable {
  /// All of the file has come.
  case complete
  /// It broke off, and may be continued.
  case cut(reason: String)
  /// The server has no such file (401, 403, 404, 410): asking again for the same link does not help.
  case gone(status: Int)
  /// The link or an address behind it is not allowed; nothing was sent there.
  case refused(reason: String)
  /// It is larger than the limit.
  case tooLarge
  /// Nobody was asked, for want of something on this side: it may be tried again, and says nothing about the file.
  case notTried(reason: String)
  /// No usable answer: it may be tried again.
  case failed(reason: String)
  /// The sink could not take it.
  case notStored(BlobError)
}
