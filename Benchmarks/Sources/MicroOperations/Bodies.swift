/// What clients send.
enum Bodies {
  /// 500 bytes, as Python's `json.dumps` writes them.
  static let create: [UInt8] = {
    let beginning = """
      {"model": "google/nano-banana/text-to-image", "args": {"prompt": "A lighthouse at dawn, seen from the harbour: \
      fishing boats in the foreground, gulls, \\"soft\\" light\\nand a little fog over the water. 35 mm,
      """
    let end = #"", "aspect_ratio": "16:9", "strength": 0.75, "seed": 1234567890, "output_format": "png"}}"#
    let filling = String(repeating: " very detailed,", count: 40).prefix(500 - beginning.utf8.count - end.utf8.count)
    return Array((beginning + filling + end).utf8)
  }()

  /// 5 MB, nearly all of it a picture.
  static let picture: [UInt8] = {
    let base64 = String(repeating: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q", count: 5_000_000 / 64)
    return Array(
      """
      {"model": "google/nano-banana/edit", "args": {"prompt": "more fog", "image_urls": ["data:image/png;base64,\(base64)"]}}
      """.utf8)
  }()
}
