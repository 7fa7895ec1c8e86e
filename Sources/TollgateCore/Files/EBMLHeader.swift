/// The header that Matroska and WebM files begin with (RFC 8794, §11.2).
enum EBMLHeader {
  private static let documentTypeID: [UInt8] = [0x42, 0x82]

  /// What the header calls the file's format; `nil` where there is no such header, or it is cut.
  static func documentType(of bytes: [UInt8]) -> String? {
    guard bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) else { return nil }
    var rest = bytes.dropFirst(4)
    guard let size = length(&rest), size <= rest.count else { return nil }
    rest = rest.prefix(size)
    while let first = rest.first {
      let idLength = first.leadingZeroBitCount + 1
      guard idLength <= 4, rest.count > idLength else { return nil }
      let id = Array(rest.prefix(idLength))
      rest = rest.dropFirst(idLength)
      guard let size = length(&rest), size <= rest.count else { return nil }
      if id == documentTypeID { return String(decoding: rest.prefix(size).prefix { $0 != 0 }, as: UTF8.self) }
      rest = rest.dropFirst(size)
    }
    return nil
  }

  /// Reads a length of up to four bytes; headers are never longer.
  private static func length(_ bytes: inout ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    let count = first.leadingZeroBitCount + 1
    guard count <= 4, bytes.count >= count else { return nil }
    let value = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    bytes = bytes.dropFirst(count)
    return value & ((1 << (7 * count)) - 1)
  }
}
