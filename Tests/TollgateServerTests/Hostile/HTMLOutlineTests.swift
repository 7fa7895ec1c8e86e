import Testing

@Suite struct HTMLOutlineTests {
  @Test(
    arguments: [
      ("<a href=\"x>y\" class='b'>t</a>", ["a href class"]), ("a < b <b>c</b> <3", ["b"]),
      ("<IMG/SRC=x onerror=y>", ["img src onerror"]),
      ("<p title=\"&quot;><i>\">", ["p title"]), ("<input disabled value=1 >", ["input disabled value"]), ("<", []),
      ("<a b='", ["a b"]), ("<svg/onload=alert(1)>", ["svg onload"]),
    ])
  func readsWhatBrowsersRead(_ text: String, _ outline: [String]) {
    #expect(HTMLOutline(text).elements.map { ([$0.name] + $0.attributes).joined(separator: " ") } == outline)
  }
}
