import Testing
import TollgateCore
import TollgateTestSupport

/// What programs send as `callback_url`, and what becomes of it.
struct CallbackWishTests {
  private let policy = AddressPolicy.forCallbacks(listeners: [("127.0.0.1", 8080)], allowsPrivateAddresses: false)

  @Test func nothingIsNothing() {
    for member in [nil, .null, .text("")] as [JSONValue?] { #expect(CallbackWish(member, policy: policy) == .none) }
  }

  @Test(
    arguments: [
      "CALLBACK_URL", "$CALLBACK_URL", "${CALLBACK_URL}", "<callback-url>", "{{callback_url}}", "YOUR_CALLBACK_URL", "none",
    ])
  func placeholderIsNoURL(text: String) {
    let notice = "callback_url is ignored: it is a placeholder and not a URL; poll job/query instead"
    #expect(CallbackWish(.text(text), policy: policy) == .ignored(notice: notice))
  }

  @Test(arguments: [.bool(true), .integer(7), .array([]), .array([.text("https://a.test/")])] as [JSONValue])
  func otherThanTextIsIgnored(member: JSONValue) {
    let notice = "callback_url is ignored: it is not a text; poll job/query instead"
    #expect(CallbackWish(member, policy: policy) == .ignored(notice: notice))
  }

  @Test(
    arguments: [
      "https://hooks.example.com/tollgate?id=1", "http://localhost:9000/hook", "http://127.0.0.1:9000",
      "https://10.example.com/",
      "http://[::1]:9000/", "https://8.8.8.8:8443/x",
    ])
  func urlIsDelivered(text: String) throws {
    #expect(CallbackWish(.text(text), policy: policy) == .deliver(try OutboundURL(text)))
  }

  @Test(arguments: HostileURLs.literal) func hostileURLIsIgnored(text: String) throws {
    let text = text.replacing("PORT", with: "9000")
    let strict = AddressPolicy.forCallbacks(listeners: [("0.0.0.0", 8080)], allowsPrivateAddresses: false)
    guard case .ignored(let notice) = CallbackWish(.text(text), policy: strict) else {
      Issue.record("\(text) would be delivered")
      return
    }
    let reasons = OutboundRefusal.allCases.map(\.description) + ["it is a placeholder and not a URL"]
    #expect(reasons.contains { notice == "callback_url is ignored: \($0); poll job/query instead" }, "\(notice)")
    // It goes into a header.
    #expect(notice.utf8.allSatisfy { (0x20...0x7E).contains($0) })
  }

  @Test func listIsLong() {
    #expect(Set(HostileURLs.all).count == HostileURLs.all.count)
    #expect(HostileURLs.all.count >= 180)
  }
}
