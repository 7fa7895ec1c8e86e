/// The kind of a result file, named as its extension.
package enum FileFormat: String, Sendable, CaseIterable {
  case png, jpeg, jpg, webp, mp4, mp3

  /// What `Content-Type` says.
  var contentType: String {
    switch self {
    case .png: "image/png"
    case .jpeg, .jpg: "image/jpeg"
    case .webp: "image/webp"
    case .mp4: "video/mp4"
    case .mp3: "audio/mpeg"
    }
  }

  var isImage: Bool { self != .mp4 && self != .mp3 }

  /// The bytes of a small valid file. Equal seeds give equal bytes, different seeds different ones.
  func bytes(seed: String) -> [UInt8] {
    switch self {
    case .png: Picture.png(seed: seed)
    case .jpeg, .jpg: Samples.jpeg(note: seed)
    case .webp: Samples.webp(note: seed)
    case .mp4: Samples.mp4(note: seed)
    case .mp3: Samples.mp3(note: seed)
    }
  }
}
