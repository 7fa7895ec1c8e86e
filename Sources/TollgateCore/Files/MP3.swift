/// How MP3 files begin: with a tag, or with the frames at once.
enum MP3 {
  /// A frame's header, as far as it says how long the frame is (ISO/IEC 11172-3, §2.4.1.3).
  private struct Frame {
    private static let kilobits1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    private static let kilobits2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
    private static let hertz1 = [44100, 48000, 32000]

    /// Version, layer and sampling rate, which stay the same from frame to frame.
    let kind: [UInt8]
    /// In bytes, with the header.
    let length: Int

    /// `nil` where no header of layer III is at this place, or one with a value that is not allowed.
    init?(_ bytes: [UInt8], at offset: Int) {
      guard bytes.count >= offset + 4, bytes[offset] == 0xFF, bytes[offset + 1] & 0xE6 == 0xE2 else { return nil }
      let version = bytes[offset + 1] >> 3 & 3
      let rate = Int(bytes[offset + 2] >> 2 & 3)
      let bits = Int(bytes[offset + 2] >> 4)
      let isVersion1 = version == 3
      guard version != 1, rate != 3, bits != 0, bits != 15, bytes[offset + 3] & 3 != 2 else { return nil }
      kind = [bytes[offset + 1] & 0xFE, bytes[offset + 2] & 0x0C]
      let hertz = Self.hertz1[rate] / (isVersion1 ? 1 : version == 2 ? 2 : 4)
      let kilobits = (isVersion1 ? Self.kilobits1 : Self.kilobits2)[bits]
      length = (isVersion1 ? 144_000 : 72_000) * kilobits / hertz + Int(bytes[offset + 2] >> 1 & 1)
    }
  }

  /// Whether there is an ID3v2 tag (id3.org, ID3v2.3 and 2.4, §3.1): versions, flags and size all have bits that must be 0.
  static func isTag(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 10, bytes.has("ID3", at: 0) else { return false }
    return (2...4).contains(bytes[3]) && bytes[4] != 0xFF && bytes[5] & 0x0F == 0 && bytes[6..<10].allSatisfy { $0 < 0x80 }
  }

  /// Whether two frames of a kind follow each other, or one frame is all there is. One header alone is too often an accident.
  static func areFrames(_ bytes: [UInt8]) -> Bool {
    guard let first = Frame(bytes, at: 0) else { return false }
    return bytes.count == first.length || Frame(bytes, at: first.length)?.kind == first.kind
  }
}
