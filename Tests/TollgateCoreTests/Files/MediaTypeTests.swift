import Testing

@testable import TollgateCore

/// What files are, by their first bytes.
@Suite struct MediaTypeTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let type: MediaType
    var testDescription: String { name }

    init(_ name: String, _ type: MediaType, _ bytes: [UInt8]...) {
      self.name = name
      self.bytes = bytes.flatMap { $0 }
      self.type = type
    }
  }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  private static let pngStart: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]

  private static func fileType(_ major: String, _ compatible: String...) -> [UInt8] {
    [0, 0, 0, UInt8(16 + 4 * compatible.count)] + text("ftyp" + major) + zeros(4) + text(compatible.joined()) + zeros(8)
  }

  /// An EBML header with a version and a document type.
  private static func matroska(_ type: String) -> [UInt8] {
    let fields: [UInt8] = [0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x80 | UInt8(type.utf8.count)] + text(type)
    return [0x1A, 0x45, 0xDF, 0xA3, 0x80 | UInt8(fields.count)] + fields
  }

  /// MPEG 1, layer III, 128 kbit/s at 44.1 kHz: 417 bytes.
  private static let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00] + zeros(413)

  static let samples: [Sample] = [
    Sample("PNG", .png, pngStart, [0, 0, 0, 13], text("IHDR"), zeros(17)),
    Sample("PNG of 65535 by 65535", .png, pngStart, [0, 0, 0, 13], text("IHDR"), [0, 0, 255, 255, 0, 0, 255, 255], zeros(9)),
    Sample("PNG without IHDR", .other, pngStart, [0, 0, 0, 13], text("IDAT"), zeros(17)),
    Sample("PNG's signature alone", .other, pngStart),
    Sample("PNG with line ends changed", .other, [0x89, 0x50, 0x4E, 0x47, 10, 26, 10, 0, 0, 0, 13], text("IHDR"), zeros(17)),
    Sample("JPEG, JFIF", .jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], text("JFIF")),
    Sample("JPEG, EXIF", .jpeg, [0xFF, 0xD8, 0xFF, 0xE1, 0, 16], text("Exif")),
    Sample("JPEG, tables first", .jpeg, [0xFF, 0xD8, 0xFF, 0xDB, 0, 67]),
    Sample("JPEG's start alone", .other, [0xFF, 0xD8, 0xFF]),
    Sample("no JPEG marker", .other, [0xFF, 0xD8, 0xFF, 0x3C], text("script>")),
    Sample("JPEG that ends at once", .other, [0xFF, 0xD8, 0xFF, 0xD9]),
    Sample("GIF 89a", .gif, text("GIF89a"), zeros(7)),
    Sample("GIF 87a", .gif, text("GIF87a"), zeros(7)),
    Sample("GIF with a script behind it", .gif, text("GIF89a/*......*/=1;alert(1)")),
    Sample("GIF 90a", .other, text("GIF90a"), zeros(7)),
    Sample("GIF cut", .other, text("GIF89a"), zeros(6)),
    Sample("WebP, lossy", .webp, text("RIFF"), zeros(4), text("WEBPVP8 ")),
    Sample("WebP, lossless", .webp, text("RIFF"), zeros(4), text("WEBPVP8L")),
    Sample("WebP, extended", .webp, text("RIFF"), zeros(4), text("WEBPVP8X")),
    Sample("WebP of another kind", .other, text("RIFF"), zeros(4), text("WEBPEVIL")),
    Sample("WAV", .wav, text("RIFF"), zeros(4), text("WAVEfmt ")),
    Sample("AVI", .other, text("RIFF"), zeros(4), text("AVI LIST")),
    Sample("RIFF alone", .other, text("RIFF")),
    Sample("AVIF", .avif, fileType("avif", "mif1", "miaf")),
    Sample("AVIF sequence", .avif, fileType("avis", "msf1")),
    Sample("AVIF behind a general brand", .avif, fileType("mif1", "avif")),
    Sample("HEIC", .other, fileType("heic", "mif1")),
    Sample("HEIC behind a general brand", .other, fileType("mif1", "heic")),
    Sample("HEIC that names isom too", .other, fileType("heic", "isom")),
    Sample("MP4", .mp4, fileType("isom", "iso2", "avc1", "mp41")),
    Sample("MP4 version 2", .mp4, fileType("mp42")),
    Sample("MP4 of a camera", .mp4, fileType("3gp5", "isom")),
    Sample("MP4 of a vendor", .mp4, fileType("XAVC", "mp42")),
    Sample("QuickTime", .other, fileType("qt  ")),
    Sample("QuickTime that names isom too", .other, fileType("qt  ", "isom")),
    Sample("ftyp of no brand", .other, fileType("evil")),
    Sample("ftyp with a size that cannot be", .other, [0, 0, 0, 9], text("ftypisom"), zeros(8)),
    Sample("ftyp cut", .other, [0, 0, 0, 16], text("ftypisom")),
    Sample("ftyp that says it is larger than the file", .mp4, [0, 0, 1, 0], text("ftypisom"), zeros(4), text("mp4")),
    Sample("WebM", .webm, matroska("webm"), zeros(20)),
    Sample("WebM, padded", .webm, matroska("webm\0\0"), zeros(20)),
    Sample("Matroska", .other, matroska("matroska"), zeros(20)),
    Sample("EBML alone", .other, [0x1A, 0x45, 0xDF, 0xA3]),
    Sample("EBML cut", .other, Array(matroska("webm").dropLast(2))),
    Sample("EBML with an endless length", .other, [0x1A, 0x45, 0xDF, 0xA3, 0x00, 0x42, 0x82, 0x84], text("webm")),
    Sample("EBML that is empty", .other, [0x1A, 0x45, 0xDF, 0xA3, 0x80], text("webm")),
    Sample("MP3 with a tag", .mp3, text("ID3"), [4, 0, 0, 0, 0, 2, 1], zeros(257)),
    Sample("MP3 with an old tag", .mp3, text("ID3"), [2, 0, 0, 0, 0, 0, 0], zeros(9)),
    Sample("tag of a later version", .other, text("ID3"), [5, 0, 0, 0, 0, 0, 0], zeros(9)),
    Sample("tag with a flag that is not allowed", .other, text("ID3"), [4, 0, 1, 0, 0, 0, 0], zeros(9)),
    Sample("tag with a size that is not allowed", .other, text("ID3"), [4, 0, 0, 0x80, 0, 0, 0], zeros(9)),
    Sample("text that begins with ID3", .other, text("ID3 tags are metadata <script>")),
    Sample("MP3 frames", .mp3, frame, frame),
    Sample("MP3 of one frame", .mp3, frame),
    Sample("MP3 frame and something else", .other, frame, text("<script>")),
    Sample("MP3 frame cut", .other, Array(frame.prefix(300))),
    Sample("MP3 frames of two kinds", .other, frame, [0xFF, 0xFB, 0x94, 0]),
    Sample("layer II", .other, [0xFF, 0xFD, 0x90, 0x00], zeros(413), [0xFF, 0xFD, 0x90, 0]),
    Sample("bit rate that is not allowed", .other, [0xFF, 0xFB, 0xF0, 0x00], zeros(413)),
    Sample("UTF-16 text", .other, [0xFF, 0xFE], text("<\0s\0c\0r\0i\0p\0t\0>\0")),
    Sample("nothing", .other),
    Sample("one byte", .other, [0xFF]),
    Sample("SVG", .other, text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")),
    Sample("HTML", .other, text("<!DOCTYPE html><script>alert(1)</script>")),
    Sample("XML", .other, text("<?xml version='1.0'?><x/>")),
    Sample("PDF", .other, text("%PDF-1.7")),
    Sample("ZIP", .other, [0x50, 0x4B, 3, 4], zeros(30)),
    Sample("gzip", .other, [0x1F, 0x8B, 8, 0], zeros(30)),
    Sample("BMP", .other, text("BM"), zeros(30)),
    Sample("Flash", .other, text("CWS"), zeros(30)),
    Sample("Ogg", .other, text("OggS"), zeros(30)),
    Sample("HTML before a picture", .other, text("<script>alert(1)</script>"), pngStart),
  ]

  @Test(arguments: samples)
  func theFirstBytesSayWhatAFileIs(_ sample: Sample) {
    #expect(MediaType(sniffing: sample.bytes) == sample.type)
  }

  /// Whatever is cut off, the reading ends, and nothing becomes something else than it was.
  @Test func cutFilesAreEitherTheSameOrUnknown() {
    for sample in Self.samples {
      for count in 0..<sample.bytes.count {
        let type = MediaType(sniffing: sample.bytes.prefix(count))
        #expect(type == sample.type || type == .other || sample.type == .other, "\(sample.name), \(count) bytes")
      }
    }
  }

  @Test func everyTypeHasAnExtensionOfItsOwn() {
    #expect(Set(MediaType.allCases.map(\.fileExtension)).count == MediaType.allCases.count)
    #expect(MediaType.allCases.filter { !$0.isShownInline } == [.other])
  }
}
