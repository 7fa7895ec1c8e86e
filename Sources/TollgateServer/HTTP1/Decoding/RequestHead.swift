package import NIOCore

/// The head of a request as it came, with what the gateway has to know about it. Its fields are places in ``bytes``.
package struct RequestHead: Sendable {
  /// The methods that somebody here may take.
  package enum Method: UInt8, Sendable {
    case get
    case head
    case post
    case put
    case patch
    case delete
    case options
    /// Any other that is well spelled.
    case other
  }

  /// How long the body is, and how its end is found.
  package enum BodyLength: Equatable, Sendable {
    case none
    /// So many bytes; at least 1.
    case bytes(Int)
    case chunked
  }

  /// A field's places in ``bytes``.
  struct Field: Sendable {
    /// `nil` for a name that is not known.
    let known: KnownField?
    private let nameStart: UInt32
    private let nameCount: UInt32
    private let valueStart: UInt32
    private let valueCount: UInt32

    init(known: KnownField?, name: Range<Int>, value: Range<Int>) {
      self.known = known
      nameStart = UInt32(truncatingIfNeeded: name.lowerBound)
      nameCount = UInt32(truncatingIfNeeded: name.count)
      valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
      valueCount = UInt32(truncatingIfNeeded: value.count)
    }

    var name: Range<Int> { Int(nameStart)..<Int(nameStart) + Int(nameCount) }
    var value: Range<Int> { Int(valueStart)..<Int(valueStart) + Int(valueCount) }
  }

  /// The whole head, from the request line to the empty line, while somebody is asked about it; else nothing.
  package var bytes = ByteBuffer()
  package internal(set) var method = Method.other
  /// Where the method is spelled.
  var methodRange = 0..<0
  /// The path and the query. Of a target with a scheme, what follows the authority, which may be empty or begin with `?`.
  package internal(set) var target = 0..<0
  /// Whether the version is HTTP/1.0; otherwise it is HTTP/1.1.
  package internal(set) var isHTTP10 = false
  package internal(set) var bodyLength = BodyLength.none
  /// Whether the client lets the connection stay open behind this request.
  package internal(set) var keepsAlive = true
  /// Whether the client waits for `100 Continue` before it sends the body.
  package internal(set) var expectsContinue = false
  var fields: [Field] = []
  /// Whether it came from a proxy that is believed.
  package internal(set) var isFromTrustedProxy = false

  /// Makes it empty, and keeps the room for fields.
  mutating func clear() {
    var fields = self.fields
    self.fields = []
    fields.removeAll(keepingCapacity: true)
    self = RequestHead()
    self.fields = fields
  }
}
