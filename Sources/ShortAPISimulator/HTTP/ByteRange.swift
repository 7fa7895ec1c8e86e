import NIOHTTP1

/// What a request's `Range` header asks for.
enum ByteRange: Equatable {
  case whole
  case part(Range<Int64>)
  case unsatisfiable

  /// Reads one range; several, and what is none, are ignored, and so is one of a file that has changed.
  init(_ headers: HTTPHeaders, size: Int64, tag: String) {
    self = .whole
    guard let text = headers.first(name: "range"), text.hasPrefix("bytes="),
      headers.first(name: "if-range").map({ $0 == tag }) ?? true
    else { return }
    let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, !(ends[0].isEmpty && ends[1].isEmpty) else { return }
    let (first, last) = (Int64(ends[0]), Int64(ends[1]))
    if first == nil && !ends[0].isEmpty || last == nil && !ends[1].isEmpty { return }
    let start = first ?? max(0, size - (last ?? 0))
    let end = first == nil ? size : min(size, (last ?? size - 1) + 1)
    self = start < end ? .part(start..<end) : .unsatisfiable
  }
}
