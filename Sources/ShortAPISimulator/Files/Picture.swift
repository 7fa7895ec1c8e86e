/// A picture of 256 by 144 pixels: a soft gradient whose colours come from the seed.
///
/// Every picture has the same pixels and a palette of its own, so that the long part of the file is computed once.
enum Picture {
  static let width = 256
  static let height = 144

  /// The bytes of a PNG file.
  static func png(seed: String) -> [UInt8] {
    signature + header + chunk("PLTE", palette(seed: seed)) + pixels + chunk("IEND", [])
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Eight bits per pixel, each the number of a colour of the palette; neither filtered nor interlaced.
  private static let header = chunk("IHDR", bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 3, 0, 0, 0])

  private static let pixels: [UInt8] = {
    var lines: [UInt8] = []
    lines.reserveCapacity((width + 1) * height)
    for y in 0..<height {
      lines.append(0)
      for x in 0..<width {
        // A diagonal, bent by a parabola so that it looks like light from a corner.
        let bend = (x - width / 2) * (x - width / 2) / 160
        lines.append(UInt8(max(0, min(255, (x * 3 + y * 7) * 255 / (width * 3 + height * 7) + bend / 3 - 17))))
      }
    }
    return chunk("IDAT", zlib(lines))
  }()

  /// A zlib stream whose blocks are stored, not compressed (RFC 1950, RFC 1951 §3.2.4).
  private static func zlib(_ data: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(start + 0xFFFF, data.count)
      let length = UInt16(end - start)
      stream.append(end == data.count ? 1 : 0)
      for number in [length, ~length] { stream += [UInt8(number & 0xFF), UInt8(number >> 8)] }
      stream += data[start..<end]
      start = end
    } while start < data.count
    return stream + bigEndian(Checksums.adler32(data))
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let content = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + content + bigEndian(Checksums.crc32(content))
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// 256 colours from one of the seed over a lighter one to a second of the seed.
  private static func palette(seed: String) -> [UInt8] {
    // The checksum spreads only over its lower bits where seeds differ at their end; the generator spreads it over all.
    var generator = SeededGenerator(seed: UInt64(Checksums.crc32(seed.utf8)))
    func colour(_ range: ClosedRange<Int>) -> [Int] { (0..<3).map { _ in Int.random(in: range, using: &generator) } }
    let stops = [colour(20...130), colour(120...235), colour(60...255)]
    return (0..<256).flatMap { index -> [UInt8] in
      let (first, second) = index < 128 ? (stops[0], stops[1]) : (stops[1], stops[2])
      let part = index % 128
      return zip(first, second).map { UInt8($0 + ($1 - $0) * part / 127) }
    }
  }
}
