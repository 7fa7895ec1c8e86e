/// The first bytes of the kinds of files that models take.
enum MediaSignature {
  /// How many bytes it takes to tell.
  static let length = 12

  /// Two bytes say little of a short text, which may be the id of an upload.
  private static let leastLengthOfVague = 256

  private static let vague: [[UInt8]] = [
    Array("BM".utf8),  // BMP
    [0xFF, 0xFB], [0xFF, 0xF3], [0xFF, 0xF2],  // MP3
    [0xFF, 0xF1], [0xFF, 0xF9],  // AAC
  ]

  /// Each with the place where the bytes stand.
  private static let known: [(place: Int, bytes: [UInt8])] =
    [
      [0x89, 0x50, 0x4E, 0x47],  // PNG
      [0xFF, 0xD8, 0xFF],  // JPEG
      Array("GIF8".utf8),
      Array("RIFF".utf8),  // WebP, WAV, AVI
      [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A],  // TIFF
      [0x1A, 0x45, 0xDF, 0xA3],  // WebM, Matroska
      Array("ID3".utf8),  // MP3
      Array("OggS".utf8), Array("fLaC".utf8), Array("%PDF".utf8), Array("<svg".utf8), Array("<?xml".utf8),
    ].map { (0, $0) } + [(4, Array("ftyp".utf8))]  // MP4, MOV, M4A, HEIC, AVIF

  /// Whether a file begins like this whose text has so many letters.
  static func isKnown(_ beginning: [UInt8], textLength: Int) -> Bool {
    if known.contains(where: { beginning.dropFirst($0.place).starts(with: $0.bytes) }) { return true }
    return textLength >= leastLengthOfVague && vague.contains { beginning.starts(with: $0) }
  }
}
