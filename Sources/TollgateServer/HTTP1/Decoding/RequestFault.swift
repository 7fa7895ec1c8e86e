/// Why a request is refused before anybody has looked at what it asks for. The connection ends with it.
enum RequestFault: Error, Equatable {
  /// The connection is to be encrypted, and the client does not.
  case notEncrypted
  case badRequestLine
  case badMethod
  case badTarget
  /// The target names another server than `Host`.
  case foreignTarget
  case targetTooLong
  /// `TRACE`, `CONNECT` and `OPTIONS *`.
  case methodRefused
  case unsupportedVersion
  case headersTooLarge
  /// A line that is no field, or begins with white space.
  case badField
  /// A value with bytes that none may have.
  case badValue(name: String)
  case badHost
  case badLength
  case badTransferEncoding
  case unknownTransferCoding
  /// Both `Content-Length` and `Transfer-Encoding`.
  case twoLengths
  case badExpectation
  case badChunk
  /// The client ended its side in the middle of a request.
  case incomplete
  case tooSlow
}
