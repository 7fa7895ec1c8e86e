/// The header of one file in a tar archive (POSIX ustar), in the one form that bundles have: mode 0644, owner 0, time 0. Equal
/// files have equal headers, and no other header is taken.
struct TarHeader: Equatable {
  static let blockSize = 512
  /// The largest file that a header can tell: eleven octal digits.
  static let largestFile: Int64 = 1 << 33 - 1
  /// What ends an archive.
  static let end = [UInt8](repeating: 0, count: 2 * blockSize)

  /// At most 100 bytes.
  let name: String
  /// In bytes.
  let size: Int64

  /// How many zeros follow the file.
  var padding: Int { Int((Int64(Self.blockSize) - size % Int64(Self.blockSize)) % Int64(Self.blockSize)) }

  /// What header, file and padding take in the archive.
  var archivedSize: Int64 { Int64(Self.blockSize) + size + Int64(padding) }

  /// The 512 bytes.
  var bytes: [UInt8] {
    var block: [UInt8] = []
    block.reserveCapacity(Self.blockSize)
    func append(_ text: String, width: Int) {
      let bytes = text.utf8.prefix(width)
      block += bytes
      block += [UInt8](repeating: 0, count: width - bytes.count)
    }
    append(name, width: 100)
    append("0000644", width: 8)
    append("0000000", width: 8)
    append("0000000", width: 8)
    append(Self.octal(size, digits: 11), width: 12)
    append("00000000000", width: 12)
    append("        ", width: 8)
    append("0", width: 1)
    append("", width: 100)
    append("ustar", width: 6)
    append("00", width: 2)
    append("", width: 64)
    append("0000000", width: 8)
    append("0000000", width: 8)
    append("", width: 167)
    let sum = block.reduce(Int64(0)) { $0 + Int64($1) }
    block.replaceSubrange(148..<156, with: Array(Self.octal(sum, digits: 6).utf8) + [0, UInt8(ascii: " ")])
    return block
  }

  private static func octal(_ number: Int64, digits: Int) -> String {
    let text = String(number, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
