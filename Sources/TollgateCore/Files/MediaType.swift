/// What a file is, as its first bytes say; neither its name nor what its server called it counts.
package enum MediaType: String, Sendable, Codable, CaseIterable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case webp = "image/webp"
  case gif = "image/gif"
  case avif = "image/avif"
  case mp4 = "video/mp4"
  case webm = "video/webm"
  case mp3 = "audio/mpeg"
  case wav = "audio/wav"
  /// Everything else, also what a browser could run: it is handed out as an attachment.
  case other = "application/octet-stream"

  /// Whether a browser may show it rather than save it.
  package var isShownInline: Bool { self != .other }

  /// Whether it is a sound.
  package var isSound: Bool { self == .mp3 || self == .wav }

  /// Whether it is a film or a sound.
  package var isPlayed: Bool { [.mp4, .webm, .mp3, .wav].contains(self) }

  /// How names of such files end where nothing better is known, without the dot.
  package var fileExtension: String {
    switch self {
    case .png: "png"
    case .jpeg: "jpg"
    case .webp: "webp"
    case .gif: "gif"
    case .avif: "avif"
    case .mp4: "mp4"
    case .webm: "webm"
    case .mp3: "mp3"
    case .wav: "wav"
    case .other: "bin"
    }
  }
}
