import Testing
import TollgateCore

struct OutboundURLTests {
  @Test(
    arguments: [
      ("https://files.example.com/a.png", "files.example.com", 443, "/a.png"),
      ("https://files.example.com", "files.example.com", 443, "/"),
      ("HTTPS://Files.Example.COM./a", "files.example.com", 443, "/a"),
      ("https://files.example.com.:8443/a", "files.example.com:8443", 8443, "/a"),
      ("https://files.example.com:443/a#part", "files.example.com", 443, "/a"),
      ("http://files.example.com:80?x=1", "files.example.com", 80, "/?x=1"),
      ("http://files.example.com:443/", "files.example.com:443", 443, "/"),
      ("https://[2606:4700::6810:1]:8443/x?y=/z", "[2606:4700::6810:1]:8443", 8443, "/x?y=/z"),
      ("https://8.8.8.8./x", "8.8.8.8", 443, "/x"),
      ("https://xn--bcher-kva.example/%C3%A4", "xn--bcher-kva.example", 443, "/%C3%A4"),
      ("https://files.example.com/bücher/{1}|\"2\"", "files.example.com", 443, "/b%C3%BCcher/%7B1%7D%7C%222%22"),
      ("https://files.example.com#@evil.example", "files.example.com", 443, "/"),
      ("https://files.example.com/@evil.example:80", "files.example.com", 443, "/@evil.example:80"),
      ("https://my_receiver:9000/hook", "my_receiver:9000", 9000, "/hook"),
    ])
  func parts(text: String, authority: String, port: Int, target: String) throws {
    let url = try OutboundURL(text)
    #expect(url.authority == authority)
    #expect(url.port == port)
    #expect(url.target == target)
    #expect(try OutboundURL(url.text) == url)
  }

  @Test func longURLIsRefused() throws {
    let start = "https://files.example.com/"
    #expect(throws: Never.self) { try OutboundURL(start + String(repeating: "a", count: 8192 - start.count)) }
    #expect(throws: OutboundRefusal.notAURL) { try OutboundURL(start + String(repeating: "a", count: 8193 - start.count)) }
  }

  @Test(
    arguments: [
      ("https://other.example/x", "https://other.example/x"), ("//other.example:8443/x", "https://other.example:8443/x"),
      ("/y?z", "https://files.example.com:8443/y?z"), ("y", "https://files.example.com:8443/folder/y"),
      ("?z", "https://files.example.com:8443/folder/a.png?z"), ("#f", "https://files.example.com:8443/folder/a.png"),
      ("./y", "https://files.example.com:8443/folder/./y"), ("HTTP://other.example", "http://other.example/"),
    ])
  func locations(location: String, text: String) throws {
    let url = try OutboundURL("https://files.example.com:8443/folder/a.png?query=/1/2")
    #expect(try url.following(location: location).text == text)
  }

  @Test(arguments: ["", "file:///etc/passwd", "y:z", "/\\other.example", "/a b", "https:other.example", "///other.example"])
  func locationsThatLeadNowhere(location: String) throws {
    let url = try OutboundURL("https://files.example.com/")
    #expect(throws: OutboundRefusal.notAURL) { try url.following(location: location) }
  }
}
