import NIOHTTP1
import TollgateCore

extension Answer {
  /// `{"code":…,"info":"…"}`, the upstream's error.
  static func envelope(_ status: Int, code: Int64 = 1, info: String) -> Answer {
    let info = String(decoding: CanonicalJSON.encode(.text(info)), as: UTF8.self)
    return .json(status, Array("{\"code\":\(code),\"info\":\(info)}".utf8))
  }

  /// `{"code":0,"data":…}`, the upstream's success.
  static func success(data: [UInt8]) -> Answer {
    .json(200, Array("{\"code\":0,\"data\":".utf8) + data + Array("}".utf8))
  }

  /// A page as a proxy in front of the upstream writes it.
  static func html(_ status: Int) -> Answer {
    Answer(
      status, contentType: "text/html",
      body: htmlPage(title: "\(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)"))
  }

  /// The bytes of such a page.
  static func htmlPage(title: String) -> [UInt8] {
    Array(
      """
      <html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n<center><h1>\(title)</h1></center>\r\n\
      <hr><center>simulator</center>\r\n</body>\r\n</html>\r\n
      """.utf8)
  }
}
