import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TollgateCore
import TollgateEngine

/// Serves kept files. A link's file never changes, and none is served whose bytes are not those that its name says.
struct AssetResponder: Sendable {
  private let source: AssetSource
  private let verified = VerifiedFiles()
  private let openFiles: OpenFiles
  /// A client that takes nothing for so long is hung up on.
  private let patience: TimeAmount
  private let logger: Logger

  init(source: AssetSource, maximumFiles: Int, patience: TimeAmount, logger: Logger) {
    self.source = source
    openFiles = OpenFiles(limit: maximumFiles)
    self.patience = patience
    self.logger = logger
  }

  /// Answers GET and HEAD. The caller leaves the body out where HEAD was asked.
  ///
  /// - Parameters:
  ///   - request: its head.
  ///   - name: which file.
  ///   - channel: the connection, which a body is sent over.
  /// - Returns: the file, a part of it, or that the client has it.
  /// - Throws: ``ErrorAnswer`` or ``GatewayError``.
  func response(to request: HTTPRequest, for name: AssetName, over channel: any Channel) async throws -> Response {
    let blob = try await source.find(name.id)
    let tag = "\"\(name.id)\""
    let asked = request.headerFields
    // The order is that of RFC 9110, §13.2.2.
    if let value = asked[.ifMatch], !EntityTagList(value).contains(tag, weakly: false) { throw ErrorAnswer.otherFile }
    if let value = asked[.ifNoneMatch], EntityTagList(value).contains(tag, weakly: true) {
      return notModified(AssetFields.known(blob, tag: tag))
    }
    guard let place = openFiles.place() else { throw ErrorAnswer.tooManyFiles }
    let file = (handle: try await open(blob), place: place)
    var range = RequestedRange.whole
    // A date is never the file's tag, and neither is a weak tag: then the whole file is meant.
    if request.method == .get, asked[.ifRange] == nil || asked[.ifRange] == tag {
      range = RequestedRange(asked[.range], size: blob.size)
    }
    var headers = AssetFields.whole(blob, name: name, tag: tag)
    switch range {
    case .whole:
      return response(.ok, headers, 0..<blob.size, of: file, over: channel)
    case .part(let part):
      headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(blob.size)"
      return response(.partialContent, headers, part, of: file, over: channel)
    case .unsatisfiable:
      throw ErrorAnswer.outsideFile(size: blob.size)
    }
  }

  /// Opens a file that has the bytes that its id says.
  private func open(_ blob: Blob) async throws -> BlobHandle {
    let trouble: String
    do throws(BlobError) {
      if let handle = try await source.open(blob.id) {
        if handle.size == blob.size, try await verified.isIntact(blob.id, handle) { return handle }
        trouble = "its bytes are not those that it was kept with"
      } else {
        trouble = "it is not on the disk"
      }
    } catch {
      logger.error("a kept file cannot be read", metadata: ["file": "\(blob.id)", "error": "\(error)"])
      throw ErrorAnswer.fileUnreadable
    }
    logger.error("a kept file is not served", metadata: ["file": "\(blob.id)", "reason": "\(trouble)"])
    await source.onDamaged(blob.id, trouble)
    throw GatewayError.fileGone
  }

  private func response(
    _ status: HTTPResponse.Status, _ headers: HTTPFields, _ part: Range<Int64>,
    of file: (handle: BlobHandle, place: OpenFiles.Place), over channel: any Channel
  ) -> Response {
    guard !part.isEmpty else { return Response(status: status, headers: headers) }
    let patience = patience
    return Response(
      status: status, headers: headers,
      body: ResponseBody(contentLength: part.count) { writer in
        try await FileSender.send(part, of: file.handle, over: channel, patience: patience)
        withExtendedLifetime(file.place) {}
        try await writer.finish(nil)
      })
  }

  private func notModified(_ headers: HTTPFields) -> Response {
    var response = Response(status: .notModified, headers: headers)
    // It would say how long the file is.
    response.headers[.contentLength] = nil
    return response
  }
}
