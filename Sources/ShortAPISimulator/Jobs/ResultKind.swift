import TollgateCore

/// What a model makes, named as its list in a record's `result`.
enum ResultKind: String, Sendable {
  case images, videos, musics

  /// What the catalogue says, and for a model that it does not know what the name sounds like.
  init(model: String, catalogue: Catalogue) {
    if let known = catalogue.model(model)?.resultKey.flatMap(ResultKind.init(rawValue:)) {
      self = known
    } else if model.contains("video") {
      self = .videos
    } else if model.contains("music") || model.contains("song") || model.contains("suno") {
      self = .musics
    } else {
      self = .images
    }
  }

  /// The name of a result file before its number.
  var fileStem: String {
    switch self {
    case .images: "image"
    case .videos: "video"
    case .musics: "music"
    }
  }
}
