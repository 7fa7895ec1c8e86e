import TollgateCore

/// A file that wants to be taken for something else, or to run in a browser, and what it is served as.
struct HostileBody: Sendable {
  let name: String
  let bytes: [UInt8]
  let type: MediaType

  private init(_ name: String, _ type: MediaType, _ parts: [UInt8]...) {
    self.name = name
    bytes = parts.flatMap { $0 }
    self.type = type
  }

  private static let script = Array("<script>document.title='ran'</script>".utf8)
  private static let html = Array("<!DOCTYPE html><html><body>".utf8) + script
  private static let svg = Array("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"document.title='ran'\">".utf8) + script
  private static let zeros = [UInt8](repeating: 0, count: 64)
  private static let pngStart: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13] + text("IHDR")
  private static let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00] + [UInt8](repeating: 0, count: 413)

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  static let all: [HostileBody] = [
    HostileBody("SVG with a script", .other, svg, text("</svg>")),
    HostileBody("SVG behind an XML declaration", .other, text("<?xml version=\"1.0\"?>"), svg),
    HostileBody("SVG behind a doctype", .other, text("<!DOCTYPE svg>"), svg),
    HostileBody("SVG behind a byte order mark", .other, [0xEF, 0xBB, 0xBF], svg),
    HostileBody("SVG, compressed", .other, [0x1F, 0x8B, 8, 0], zeros),
    HostileBody(
      "SVG with a foreign object", .other,
      text("<svg><foreignObject><iframe src=\"javascript:1\"></iframe></foreignObject></svg>")),
    HostileBody("HTML", .other, html),
    HostileBody("HTML behind spaces", .other, text(" \n\t\r\n"), html),
    HostileBody("HTML behind a byte order mark", .other, [0xEF, 0xBB, 0xBF], html),
    HostileBody("HTML in UTF-16", .other, [0xFF, 0xFE], html.flatMap { [$0, 0] }),
    HostileBody("HTML in UTF-16, the other way round", .other, [0xFE, 0xFF], html.flatMap { [0, $0] }),
    HostileBody("HTML in UTF-7", .other, text("+ADw-script+AD4-document.title='ran'+ADw-/script+AD4-")),
    HostileBody("HTML behind a comment", .other, text("<!--"), pngStart, text("-->"), html),
    HostileBody("HTML behind a kilobyte", .other, [UInt8](repeating: 32, count: 1024), html),
    HostileBody("XHTML", .other, text("<html xmlns=\"http://www.w3.org/1999/xhtml\">"), script, text("</html>")),
    HostileBody(
      "XML with a stylesheet", .other, text("<?xml version=\"1.0\"?><?xml-stylesheet type=\"text/xsl\" href=\"#x\"?><x/>")),
    HostileBody("MathML", .other, text("<math href=\"javascript:document.title='ran'\">x</math>")),
    HostileBody("JavaScript", .other, text("document.title='ran'")),
    HostileBody("a module", .other, text("export default (document.title='ran')")),
    HostileBody("a stylesheet", .other, text("body{background:url(javascript:1)}")),
    HostileBody("JSON that is called", .other, text("ran({\"a\":1})")),
    HostileBody("a web archive", .other, text("MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"), html),
    HostileBody("PDF with a script", .other, text("%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj")),
    HostileBody("Flash", .other, text("CWS"), zeros),
    HostileBody("a Java archive", .other, [0x50, 0x4B, 3, 4], zeros),
    HostileBody("WebAssembly", .other, [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]),
    HostileBody("a program", .other, [0x7F, 0x45, 0x4C, 0x46], zeros),
    HostileBody("a shortcut", .other, text("[InternetShortcut]\nURL=javascript:1")),
    HostileBody("a table", .other, text("=HYPERLINK(\"http://evil.example\")")),
    HostileBody("GIF that is a script", .gif, text("GIF89a/*"), zeros, text("*/=1;document.title='ran'")),
    HostileBody("GIF with HTML behind it", .gif, text("GIF89a"), zeros, html),
    HostileBody("GIF with an SVG comment", .gif, text("GIF87a"), zeros, svg),
    HostileBody(
      "JPEG that is a script", .jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0x2F, 0x2A], zeros, text("*/=1;document.title='ran'")),
    HostileBody("JPEG with HTML in its comment", .jpeg, [0xFF, 0xD8, 0xFF, 0xFE, 0, 100], html),
    HostileBody("JPEG with a script in its EXIF", .jpeg, [0xFF, 0xD8, 0xFF, 0xE1, 0, 200], text("Exif\0\0"), script),
    HostileBody("JPEG with a colour profile", .jpeg, [0xFF, 0xD8, 0xFF, 0xE2, 0, 200], text("ICC_PROFILE\0"), script),
    HostileBody("PNG of 65535 by 65535", .png, pngStart, [0, 0, 255, 255, 0, 0, 255, 255, 8, 6, 0, 0, 0], zeros),
    HostileBody("PNG with HTML in a text chunk", .png, pngStart, zeros, text("tEXt"), html),
    HostileBody("PNG's first bytes, then HTML", .other, [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10], html),
    HostileBody("PNG in capitals", .other, text("PNG\r\n"), html),
    HostileBody("WebP with HTML behind it", .webp, text("RIFF"), [200, 0, 0, 0], text("WEBPVP8 "), html),
    HostileBody("WAV that is a script", .wav, text("RIFF=1/*WAVEfmt */;document.title='ran'")),
    HostileBody("RIFF of no kind", .other, text("RIFF/*..HTML*/"), html),
    HostileBody("MP4", .mp4, [0, 0, 0, 20], text("ftypisom"), [0, 0, 2, 0], text("isom"), zeros),
    HostileBody("MP4 with HTML behind it", .mp4, [0, 0, 0, 20], text("ftypmp42"), [0, 0, 2, 0], text("mp42"), html),
    HostileBody("ftyp of no kind", .other, [0, 0, 0, 20], text("ftyphtml"), [0, 0, 2, 0], text("html"), html),
    HostileBody("AVIF with HTML behind it", .avif, [0, 0, 0, 20], text("ftypavif"), [0, 0, 0, 0], text("mif1"), html),
    HostileBody("WebM with HTML behind it", .webm, [0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84], text("webm"), html),
    HostileBody("Matroska with HTML behind it", .other, [0x1A, 0x45, 0xDF, 0xA3, 0x86, 0x42, 0x82, 0x83], text("mkv"), html),
    HostileBody("MP3 with HTML in its tag", .mp3, text("ID3"), [4, 0, 0, 0, 0, 2, 1], html),
    HostileBody("MP3 with HTML behind its frames", .mp3, frame, frame, html),
    HostileBody("an MP3 frame, then HTML", .other, frame, html),
    HostileBody("ID3 in a text", .other, text("ID3 <script>document.title='ran'</script>")),
    HostileBody("nothing", .other),
    HostileBody("a byte", .other, [0x3C]),
    HostileBody("zeros", .other, zeros),
  ]
}
