/// How large the parts of a request may be, in bytes where nothing else is said.
struct DecoderLimits: Sendable {
  var target: Int
  var field: Int
  /// All fields with their line ends, and once more all trailers.
  var headers: Int
  /// The number of fields, and of trailers.
  var fields: Int
  /// Whether HTTP/1.1 has to say `Host`.
  var requiresHost = true
}

extension DecoderLimits {
  /// What a request line has besides the target: `OPTIONS`, ` HTTP/1.1` and room for longer methods.
  static let besidesTarget = 64
  static let method = 24
  /// A chunk's size with its extensions.
  static let chunkLine = 256
  /// All extensions of a body's chunks.
  static let chunkExtensions = 16 * 1024
  /// The hexadecimal digits of a chunk's size.
  static let chunkDigits = 8
}
