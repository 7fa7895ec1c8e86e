import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import TollgateCore

/// The console's style, scripts and sign, which are part of the program. Their addresses name their content, so that they are
/// kept for long and never stale.
struct ConsoleFiles: Sendable {
  private static let types = ["css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"]

  private let contents: [String: [UInt8]]
  private let version: String

  init() {
    var contents: [String: [UInt8]] = [:]
    var hash = SHA256()
    for (name, content) in Assets.all where Self.type(of: name.description) != nil {
      let bytes = Array(content.description.utf8)
      contents[name.description] = bytes
      hash.update(data: bytes)
    }
    self.contents = contents
    version = HexDigits.text(of: hash.finalize().prefix(8))
  }

  /// Where a file is.
  func address(of name: String) -> String { ConsoleRoute.file(name, version: version) }

  /// Answers a request for a file.
  ///
  /// - Parameters:
  ///   - request: of any method.
  ///   - path: version and name.
  /// - Returns: the file, or that there is none.
  func response(to request: Request, at path: [String]) -> Response {
    var fields = ConsoleAnswer.fields
    guard request.method != .post, path.count == 2, path[0] == version, let bytes = contents[path[1]] else {
      return Response(status: .notFound, headers: fields)
    }
    fields[.contentType] = Self.type(of: path[1]).map { "\($0); charset=utf-8" }
    fields[.cacheControl] = "public, max-age=31536000, immutable"
    return Response(status: .ok, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private static func type(of name: String) -> String? { name.split(separator: ".").last.flatMap { types[String($0)] } }
}
