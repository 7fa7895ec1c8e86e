import Testing
import TollgateCore

@Suite("Links in a record")
struct ResultLinksTests {
  @Test("every link of the result is found once, wherever it stands, and nothing outside of it")
  func found() {
    let record: JSONObject = [
      "args": ["image_url": "https://in.example/input.png"], "error_url": "https://other.example/",
      "result": [
        "images": [["url": "https://f.example/a.png"], ["url": "https://f.example/b.jpg", "seed": 4]],
        "musics": [
          [
            "url": "https://f.example/s.mp3", "cover": "HTTP://f.example/c.webp", "title": "http://", "tags": ["rock"],
            "lyrics": "https://is how it begins\nand more",
          ]
        ],
        "again": "https://f.example/a.png", "a/b": ["~x": "https://f.example/odd"], "file": "ftp://f.example/x",
      ],
    ]
    #expect(
      ResultLinks.of(record).map { "\($0.path) \($0.url)" } == [
        "/result/a~1b/~0x https://f.example/odd", "/result/again https://f.example/a.png",
        "/result/images/1/url https://f.example/b.jpg", "/result/musics/0/cover HTTP://f.example/c.webp",
        "/result/musics/0/url https://f.example/s.mp3",
      ])
  }

  @Test(
    "a record without links has none",
    arguments: [[:], ["result": "x"], ["result": [:]], ["result": ["a": ["https:"]]]] as [JSONObject])
  func none(record: JSONObject) { #expect(!ResultLinks.areIn(record)) }

  @Test("only links are replaced, all that are equal, and nothing else changes")
  func replaced() throws {
    let record: JSONObject = [
      "id": "https://f.example/a",
      "result": ["x": ["https://f.example/a", "https://f.example/b", "text", 1, ["y": "https://f.example/a"]]],
    ]
    let replaced = ResultLinks.replacing(in: record) { $0.hasSuffix("/a") ? "https://gateway/1.png" : nil }
    #expect(
      replaced == [
        "id": "https://f.example/a",
        "result": ["x": ["https://gateway/1.png", "https://f.example/b", "text", 1, ["y": "https://gateway/1.png"]]],
      ])
  }

  @Test(
    "the extension is kept as far as it is one",
    arguments: [
      ("https://f.example/tmp/1/a.png", "png"), ("https://f.example/a.PNG?x=b.gif#c.jpg", "PNG"), ("https://f.example/a", nil),
      ("https://f.example", nil), ("https://f.example/", nil), ("https://f.example/.png", nil), ("https://f.example/a.", nil),
      ("https://f.example/a.tar.gz", "gz"), ("https://f.example/a.p%6Eg", nil), ("https://f.example/a.elevenchars", nil),
      ("https://f.example/a.png/", nil), ("http://f.example/v.mp4", "mp4"), ("https://f.example/a.<b>", nil),
    ] as [(String, String?)])
  func extensions(url: String, expected: String?) {
    #expect(ResultLink(path: "", url: url).fileExtension == expected)
  }
}
