import TollgateCore

/// A file of a result, as a page shows it.
struct ShownFile {
  /// Where it is served; `nil` where it is not kept.
  let address: String?
  let isPicture: Bool
  let isVideo: Bool
  let isSound: Bool
  /// Whether it can only be saved.
  let isOther: Bool
  let size: String?
  let type: String?
  /// Why there is nothing to see.
  let absence: String?
  /// What it says to those who do not see it.
  let description: String

  init(_ file: ResultDetail.File, description: String) {
    let type = file.type ?? .other
    address = file.isStored ? file.asset.map { "/-/assets/\($0).\(type.fileExtension)" } : nil
    let isThere = address != nil
    isPicture = isThere && type.rawValue.hasPrefix("image/")
    isVideo = isThere && type.rawValue.hasPrefix("video/")
    isSound = isThere && type.rawValue.hasPrefix("audio/")
    isOther = isThere && type == .other
    size = file.bytes.map(ShownText.bytes)
    self.type = file.type?.rawValue
    absence = isThere ? nil : file.note ?? Self.absence(file.state)
    self.description = description
  }

  private static func absence(_ state: ResultFile.State) -> String {
    switch state {
    case .pending: "It is being copied."
    case .stored: "It was removed to make room."
    case .lost: "It could not be copied."
    }
  }
}
