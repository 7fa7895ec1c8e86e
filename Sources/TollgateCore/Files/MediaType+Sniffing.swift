extension MediaType {
  /// So many of a file's first bytes are enough for ``init(sniffing:)``.
  package static let sniffedLength = 4096

  /// Reads the type from the first bytes of a file. What is not certainly one of the types that are shown is ``other``.
  package init(sniffing bytes: some Collection<UInt8>) {
    let bytes = Array(bytes.prefix(Self.sniffedLength))
    self =
      if Self.isPNG(bytes) {
        .png
      } else if Self.isJPEG(bytes) {
        .jpeg
      } else if Self.isGIF(bytes) {
        .gif
      } else if let type = Self.riffType(of: bytes) {
        type
      } else if let type = FileTypeBox(bytes)?.mediaType {
        type
      } else if EBMLHeader.documentType(of: bytes) == "webm" {
        .webm
      } else if MP3.isTag(bytes) || MP3.areFrames(bytes) {
        .mp3
      } else {
        .other
      }
  }

  /// The signature, and the chunk that every file begins with (PNG, third edition, §5.2 and §5.6).
  private static func isPNG(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) && bytes.has("IHDR", at: 12)
  }

  /// Start of image, and then a marker that may follow it (ITU-T T.81, table B.1).
  private static func isJPEG(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: [0xFF, 0xD8, 0xFF]), bytes.count > 3 else { return false }
    return (0xC0...0xFE).contains(bytes[3]) && !(0xD0...0xD9).contains(bytes[3])
  }

  /// The signature, and room for the logical screen descriptor.
  private static func isGIF(_ bytes: [UInt8]) -> Bool {
    (bytes.has("GIF87a", at: 0) || bytes.has("GIF89a", at: 0)) && bytes.count >= 13
  }

  private static func riffType(of bytes: [UInt8]) -> MediaType? {
    guard bytes.has("RIFF", at: 0) else { return nil }
    if bytes.has("WAVE", at: 8) { return .wav }
    guard bytes.has("WEBP", at: 8) else { return nil }
    return ["VP8 ", "VP8L", "VP8X"].contains { bytes.has($0, at: 12) } ? .webp : nil
  }
}

extension [UInt8] {
  /// Whether these ASCII characters are at this place.
  func has(_ text: StaticString, at offset: Int) -> Bool {
    dropFirst(offset).starts(with: "\(text)".utf8)
  }
}
