import Testing
import TollgateTestSupport

@testable import TollgateCore

@Suite struct MediaSpellingTests {
  /// The first bytes of a PNG.
  private static let png = "iVBORw0KGgo="

  @Test(
    arguments: [
      // One spelling of the URL.
      ("data:image/png;base64,\(png)", "data:image/png;base64,\(png)"),
      ("DATA:Image/PNG;BASE64,\(png)", "data:image/png;base64,\(png)"),
      (" data:image/png ; base64,\(png)\n", "data:image/png;base64,\(png)"),
      ("data:image/png;name=a.png;Charset=UTF-8;base64,\(png)", "data:image/png;charset=utf-8;name=a.png;base64,\(png)"),
      ("data:image/png;name=\"a.png\";base64,\(png)", "data:image/png;name=a.png;base64,\(png)"),
      ("data:;base64,\(png)", "data:;base64,\(png)"),
      ("data:;charset=utf-8,hi", "data:;charset=utf-8;base64,aGk="),
      // One spelling of the data.
      ("data:image/png;base64,iVBORw0KGgo", "data:image/png;base64,\(png)"),
      ("data:image/png;base64,iVBO\r\nRw0K Ggo=\t", "data:image/png;base64,\(png)"),
      ("data:image/png;base64,iVBORw0KGgo%3D", "data:image/png;base64,\(png)"),
      ("data:image/png;base64,iVBORw0KGgp", "data:image/png;base64,\(png)"),
      ("data:a/b;base64,-_-_", "data:a/b;base64,+/+/"),
      ("data:a/b;base64,%2b%2F+/", "data:a/b;base64,+/+/"),
      ("data:a/b;base64,", "data:a/b;base64,"),
      ("data:,", "data:;base64,"),
      ("data:,Hello%2C%20World!", "data:;base64,SGVsbG8sIFdvcmxkIQ=="),
      ("data:image/svg+xml;utf8,<svg/>", "data:image/svg+xml;utf8;base64,PHN2Zy8+"),
      ("data:text/plain,é", "data:text/plain;base64,w6k="),
      // Base64 alone.
      (png, png), ("iVBORw0KGgo", png), (" iVBO\nRw0KGgo= ", png), ("_9j_4AAQ", "/9j/4AAQ"), ("R0lGODlh", "R0lGODlh"),
    ])
  func oneSpelling(_ given: String, _ expected: String) {
    let value = JSONValue.text(given)
    let spelled = MediaSpelling.canonical(value) ?? value
    #expect(spelled == .text(expected))
    #expect(MediaSpelling.canonical(spelled) == nil, "what is canonical stays")
    #expect(MediaSpelling.canonical(.array([1, value])) ?? .array([1, value]) == .array([1, .text(expected)]))
  }

  /// What is not understood must be sent as it came.
  @Test(
    arguments: [
      "", "https://file.shortapi.ai/tmp/a.png", "HTTPS://EXAMPLE.COM/A.PNG", "data", "data:", "data:image/png;base64",
      "data:image/png;base64,a", "data:image/png;base64,ab=", "data:image/png;base64,abc==", "data:image/png;base64,ab=c",
      "data:image/png;base64,ab!c", "data:image/png;base64,abc%3", "data:image/png;base64,%zz", "data:png;base64,abcd",
      "data:image/;base64,abcd", "data:a/b/c;base64,abcd", "data:image/png;base64;x=1,abcd", "data:image/png;;base64,abcd",
      "data:image/png;x=1;X=2;base64,abcd", "data:image/png;x=a b;base64,abcd", "data:im\u{E4}ge/png;base64,abcd",
      "data:text/plain,50%", "data:image/svg+xml,<svg/>#a", "dat\u{1A}:,x", "data\u{1A},x",
      // Words and ids that might be base64.
      "cat", "a cat", "abcd", "abcdefg", "550e8400-e29b-41d4-a716-446655440000", "file_abc-123", "QkFB_-", "iVBOR!w0KGgo",
    ])
  func leftAlone(_ text: String) {
    #expect(MediaSpelling.canonical(.text(text)) == nil)
    #expect(MediaSpelling.canonical(.array([.text(text), .null, ["url": .text(text)]])) == nil)
  }

  @Test func whatIsNoTextIsLeftAlone() {
    for value: JSONValue in [.null, true, 1, ["url": "data:,x"], []] { #expect(MediaSpelling.canonical(value) == nil) }
  }

  /// Any bytes in any spelling have one, and it decodes to the same bytes.
  @Test func anySpellingOfAnyBytes() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let expected = "data:image/png;base64," + String(decoding: Base64Text.encode(bytes), as: UTF8.self)
      #expect(Base64Text.beginning(Base64Text.encode(bytes).span, count: 50) == bytes)
      for _ in 0..<4 {
        let given = spelling(of: bytes, &random)
        #expect((MediaSpelling.canonical(.text(given)) ?? .text(given)) == .text(expected), "\(given)")
      }
    }
  }

  private func spelling(of bytes: [UInt8], _ random: inout SeededGenerator) -> String {
    let scheme = ["data:", "Data:"].randomElement(using: &random) ?? ""
    let type = ["image/png", "IMAGE/png"].randomElement(using: &random) ?? ""
    guard Bool.random(using: &random) else {
      return scheme + type + ","
        + bytes.map { byte in
          let digits = String(byte, radix: 16, uppercase: Bool.random(using: &random))
          return (byte < 16 ? "%0" : "%") + digits
        }.joined()
    }
    var text = String(decoding: Base64Text.encode(bytes), as: UTF8.self)
    if Bool.random(using: &random) { text.removeAll { $0 == "=" } }
    if Bool.random(using: &random) { text = text.replacing("+", with: "-").replacing("/", with: "_") }
    if Bool.random(using: &random) { text = text.map { String($0) }.joined(separator: "\r\n") }
    if Bool.random(using: &random) { text = text.replacing("=", with: "%3d") }
    return scheme + type + ";base64," + text
  }

  /// Whatever follows the comma, and however long it is, it is read once.
  @Test(arguments: ["A", "A\n", "-", "%41", "!", "%"])
  func fiveMegabytes(_ unit: String) {
    let data = String(repeating: unit, count: 5_000_000 / unit.utf8.count)
    let took = ContinuousClock().measure {
      for text in ["data:image/png;base64," + data, "data:text/plain," + data, "data:" + data, "iVBOR" + data] {
        _ = MediaSpelling.canonical(.text(text))
      }
    }
    // Quadratic work on so much would take hours.
    #expect(took < .seconds(60))
  }
}
