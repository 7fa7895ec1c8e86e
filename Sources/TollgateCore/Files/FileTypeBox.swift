/// The box that files of the MP4 family begin with (ISO/IEC 14496-12, §4.3): which formats the file keeps to.
struct FileTypeBox {
  private static let mp4Brands: Set<String> = [
    "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "mp71", "avc1", "dash", "MSNV",
    "M4V ", "M4VH", "M4VP",
  ]
  private static let avifBrands: Set<String> = ["avif", "avis"]
  /// Pictures of the same family, whose other brands say nothing.
  private static let pictureBrands: Set<String> = ["mif1", "msf1", "miaf"]
  /// Formats that browsers do not show, although such files often name a brand of MP4 as well.
  private static let foreignBrands: Set<String> = [
    "qt  ", "heic", "heix", "heim", "heis", "hevc", "hevx", "jp2 ", "jpx ", "crx ",
  ]

  private let major: String
  private let compatible: [String]

  /// `nil` where no such box is.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 16, bytes.has("ftyp", at: 4) else { return nil }
    let size = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard size >= 16, size % 4 == 0 else { return nil }
    major = Self.brand(in: bytes, at: 8)
    compatible = stride(from: 16, to: min(size, bytes.count - 3), by: 4).map { Self.brand(in: bytes, at: $0) }
  }

  var mediaType: MediaType? {
    let brands = Set([major] + compatible)
    if Self.avifBrands.contains(major) { return .avif }
    if Self.pictureBrands.contains(major) { return brands.isDisjoint(with: Self.avifBrands) ? nil : .avif }
    return Self.foreignBrands.contains(major) || brands.isDisjoint(with: Self.mp4Brands) ? nil : .mp4
  }

  private static func brand(in bytes: [UInt8], at offset: Int) -> String {
    String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
  }
}
