import HTTPTypes
import Hummingbird

extension Response {
  /// The answer to HEAD: the same head, also where it says nothing about a length.
  func withoutBody() -> Response {
    var response = createHeadResponse()
    response.headers[.contentLength] = headers[.contentLength]
    return response
  }
}
