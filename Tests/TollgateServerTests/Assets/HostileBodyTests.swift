import NIOHTTP1
import Testing
import TollgateCore

@Suite("Files that want to be taken for something else")
struct HostileBodyTests {
  @Test func noneIsServedAsAnythingThatRuns() async throws {
    #expect(HostileBody.all.count >= 40)
    try await Shelf.serve { shelf, gateway in
      for body in HostileBody.all {
        let blob = try await shelf.keep(body.bytes)
        #expect(blob.type == body.type, "\(body.name)")
        // Whatever its link calls it.
        for ending in [".html", ".svg", ".png", ""] {
          for method in ["GET", "HEAD"] {
            let reply = try await GatewayUnderTest.call(.init(rawValue: method), gateway.link(to: blob.id, ending))
            #expect(reply.status == 200, "\(body.name)")
            #expect(reply.bytes == (method == "GET" ? body.bytes : []), "\(body.name)")
            Self.expectGuarded(reply, as: body.type, "\(method) \(body.name)")
          }
        }
        let client = ["If-None-Match": "*"]
        let known = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id), headers: client)
        #expect(known["Content-Security-Policy"] == Self.policy(of: body.type), "\(body.name)")
      }
    }
  }

  /// No policy lets anything run; the page that a browser makes around a film or a sound may load it.
  private static func policy(of type: MediaType) -> String {
    switch type {
    case .mp4, .webm, .mp3, .wav: "default-src 'none'; media-src 'self'; sandbox allow-same-origin"
    case .png, .jpeg, .webp, .gif, .avif, .other: "default-src 'none'; sandbox"
    }
  }

  private static func expectGuarded(_ reply: Reply, as type: MediaType, _ what: String) {
    #expect(reply["Content-Type"] == type.rawValue, "\(what)")
    #expect(reply["X-Content-Type-Options"] == "nosniff", "\(what)")
    #expect(reply["Content-Security-Policy"] == policy(of: type), "\(what)")
    #expect(reply["Cross-Origin-Resource-Policy"] == "same-site", "\(what)")
    #expect(reply["Referrer-Policy"] == "no-referrer", "\(what)")
    #expect(reply["Content-Encoding"] == nil && reply["Set-Cookie"] == nil, "\(what)")
    let disposition = reply["Content-Disposition"]
    #expect(disposition?.hasPrefix(type == .other ? "attachment; filename=\"" : "inline; filename=\"") == true, "\(what)")
  }
}
