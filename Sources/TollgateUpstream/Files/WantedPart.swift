import TollgateCore

/// What is asked of a file's server: all of the file, or what is still missing.
struct WantedPart: Sendable {
  /// The first byte that is asked for.
  let offset: Int64
  /// What the earlier part was known by; `nil` where all is asked for.
  let validator: String?
  /// The largest file that is taken.
  let limit: Int64
  private var redirects = 0

  /// A part is only asked for where the server said what the file was known by, strongly: two parts of different files make
  /// none.
  init(_ request: FileRequest) {
    let validator = EntityTag.strong(request.validator)
    let isPart = request.offset > 0 && validator != nil
    self.init(offset: isPart ? request.offset : 0, validator: isPart ? validator : nil, limit: request.limit)
  }

  private init(offset: Int64, validator: String?, limit: Int64) {
    self.offset = offset
    self.validator = validator
    self.limit = limit
  }

  /// The same file, all of it.
  var fromTheBeginning: WantedPart {
    var all = WantedPart(offset: 0, validator: nil, limit: limit)
    all.redirects = redirects
    return all
  }

  /// The request's header fields for it.
  var headers: [(name: String, value: String)] {
    guard let validator else { return [] }
    return [("Range", "bytes=\(offset)-"), ("If-Range", validator)]
  }

  /// Counts one more redirect; `false` where it is one too many.
  mutating func countRedirect(atMost maximum: Int) -> Bool {
    redirects += 1
    return redirects <= maximum
  }
}
