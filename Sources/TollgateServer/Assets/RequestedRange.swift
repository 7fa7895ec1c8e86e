/// Which bytes of a file a request asks for (RFC 9110, §14).
enum RequestedRange: Equatable {
  /// All, also where `Range` has no meaning, which is as if it were not there.
  case whole
  case part(Range<Int64>)
  /// None that the file has.
  case unsatisfiable

  /// - Parameters:
  ///   - header: the value of `Range`.
  ///   - size: the file's, in bytes.
  init(_ header: String?, size: Int64) {
    guard let header, let equals = header.firstIndex(of: "="), header[..<equals].lowercased() == "bytes" else {
      self = .whole
      return
    }
    let ranges = header[equals...].dropFirst().split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    // Several ranges are answered with the whole file, as a server may: pieces in one answer are work without bound for whoever
    // asks for thousands, and no player or download program needs them.
    guard ranges.count == 1, let range = ranges.first else {
      self = .whole
      return
    }
    self.init(one: range, size: size)
  }

  private init(one range: Substring, size: Int64) {
    self = .whole
    guard let dash = range.firstIndex(of: "-") else { return }
    let (first, last) = (range[..<dash], range[dash...].dropFirst())
    if first.isEmpty {
      guard let length = last.number else { return }
      if length == 0 { self = .unsatisfiable } else if size > 0 { self = .part(max(0, size - length)..<size) }
      return
    }
    guard let start = first.number else { return }
    var end = size
    if !last.isEmpty {
      guard let last = last.number, last >= start else { return }
      end = last < size ? last + 1 : size
    }
    self = start < size ? .part(start..<end) : .unsatisfiable
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }

  /// Digits of ASCII alone; what is too large for any file is the largest number.
  fileprivate var number: Int64? {
    guard !isEmpty, utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return Int64(self) ?? .max
  }
}
