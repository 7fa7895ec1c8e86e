import NIOHTTP1
import TollgateCore

/// What the head of a file server's answer says about the file.
enum FileAnswer: Equatable {
  /// The file's bytes follow from `offset` on, `length` of them where that is known.
  case bytes(offset: Int64, length: Int64?, validator: String?)
  /// The part that was asked for is empty: there are no bytes behind those that are there already.
  case nothingMissing(validator: String?)
  /// The part that was asked for is not to be had, but perhaps the whole.
  case rangeRefused
  case redirect(location: String)
  case outcome(FileOutcome)

  init(_ head: HTTPResponseHead, to wanted: WantedPart) {
    let status = Int(head.status.code)
    switch status {
    case 200: self = Self.whole(head, wanted)
    case 206: self = Self.part(head, wanted)
    case 416 where wanted.validator != nil:
      let isComplete = ContentRange(head.headers.first(name: "content-range")) == ContentRange.none(total: wanted.offset)
      self = isComplete ? .nothingMissing(validator: wanted.validator) : .rangeRefused
    case 301, 302, 303, 307, 308:
      let location = head.headers.first(name: "location")
      self = location.map { .redirect(location: $0) } ?? .outcome(.failed(reason: "the server redirects to nowhere"))
    case 401, 403, 404, 410: self = .outcome(.gone(status: status))
    default: self = .outcome(.failed(reason: "the server answered with status \(status)"))
    }
  }

  private static func whole(_ head: HTTPResponseHead, _ wanted: WantedPart) -> FileAnswer {
    guard isPlain(head) else { return .outcome(.failed(reason: "the server sent the file encoded, without being asked to")) }
    let length = length(head)
    if let length, length > wanted.limit { return .outcome(.tooLarge) }
    return .bytes(offset: 0, length: length, validator: validator(head))
  }

  private static func part(_ head: HTTPResponseHead, _ wanted: WantedPart) -> FileAnswer {
    guard isPlain(head) else { return .outcome(.failed(reason: "the server sent the file encoded, without being asked to")) }
    guard let asked = wanted.validator else {
      return .outcome(.failed(reason: "the server sent a part of the file, without being asked to"))
    }
    guard case .part(let first, let last, let total)? = ContentRange(head.headers.first(name: "content-range")),
      first == wanted.offset, total.map({ last == $0 - 1 }) ?? true,
      validator(head).map({ $0 == asked }) ?? true
    else { return .rangeRefused }
    if last >= wanted.limit { return .outcome(.tooLarge) }
    let length = last - first + 1
    // One of the two would be wrong, and which one is not known.
    if let stated = Self.length(head), stated != length { return .rangeRefused }
    return .bytes(offset: first, length: length, validator: asked)
  }

  private static func length(_ head: HTTPResponseHead) -> Int64? {
    head.headers.first(name: "content-length").flatMap { Int64($0) }
  }

  private static func validator(_ head: HTTPResponseHead) -> String? {
    EntityTag.strong(head.headers.first(name: "etag"))
  }

  private static func isPlain(_ head: HTTPResponseHead) -> Bool {
    head.headers[canonicalForm: "content-encoding"].allSatisfy { $0.isEmpty || $0.lowercased() == "identity" }
  }
}
