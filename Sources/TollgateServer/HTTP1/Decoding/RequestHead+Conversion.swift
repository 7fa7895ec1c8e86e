import HTTPTypes
import NIOCore

extension RequestHead {
  /// The head as the main lane takes it. ``bytes`` have to be there.
  ///
  /// - Parameter scheme: `https` where the connection is encrypted.
  /// - Returns: `nil` where the types of the main lane cannot express it, which no head that was decoded is.
  func request(scheme: String = "http") -> HTTPRequest? {
    let bytes = bytes.readableBytesUInt8Span
    guard let method = HTTPRequest.Method(bytes.text(methodRange)) else { return nil }
    var path = bytes.text(target)
    if !path.hasPrefix("/") { path = "/" + path }
    var fields = HTTPFields()
    fields.reserveCapacity(self.fields.count)
    for field in self.fields where field.known != .host {
      guard let name = field.known?.httpName ?? HTTPField.Name(bytes.text(field.name)) else { return nil }
      fields.append(HTTPField(name: name, value: bytes.text(field.value)))
    }
    let host = range(of: .host).map { bytes.text($0) }
    return HTTPRequest(method: method, scheme: scheme, authority: host, path: path, headerFields: fields)
  }
}

extension KnownField {
  /// The name in the main lane's types.
  fileprivate var httpName: HTTPField.Name? {
    switch self {
    case .accept: .accept
    case .acceptEncoding: .acceptEncoding
    case .authorization: .authorization
    case .cacheControl: .cacheControl
    case .connection: .connection
    case .contentEncoding: .contentEncoding
    case .contentLength: .contentLength
    case .contentType: .contentType
    case .expect: .expect
    case .host: .host
    case .idempotencyKey: .idempotencyKey
    case .ifMatch: .ifMatch
    case .ifNoneMatch: .ifNoneMatch
    case .ifRange: .ifRange
    case .origin: .origin
    case .range: .range
    case .secFetchSite: .secFetchSite
    case .tollgateDryRun: .tollgateDryRun
    case .tollgateOnUnknown: .tollgateOnUnknown
    case .tollgateVariant: .tollgateVariant
    case .transferEncoding: .transferEncoding
    case .userAgent: .userAgent
    case .xForwardedFor: .xForwardedFor
    case .xForwardedHost: .xForwardedHost
    case .xForwardedProto: .xForwardedProto
    }
  }
}
