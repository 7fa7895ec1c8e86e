import Foundation
import NIOHTTP1
import ShortAPISimulator
import Testing
import TollgateCore
import TollgateServer
import TollgateTestSupport

@Suite("Links to files")
struct AssetPathTests {
  @Test func theExtensionIsForPeople() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep(Array("plain".utf8))
      for ending in ["", ".png", ".PNG", ".html", ".a", ".0123456789", ".bin"] {
        let reply = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id, ending))
        #expect(reply.status == 200 && reply.text == "plain", "\(ending)")
        #expect(reply["Content-Type"] == "application/octet-stream")
        let name = "\(blob.id)\(ending.isEmpty ? ".bin" : ending)"
        #expect(reply["Content-Disposition"] == "attachment; filename=\"\(name)\"")
      }
    }
  }

  @Test func whateverElseIsWrittenThereIsNothing() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep(Array("plain".utf8))
      let id = "\(blob.id)"
      let targets = [
        "", "/", "/\(id).", "/\(id)..png", "/\(id).tar.gz", "/\(id).01234567890", "/\(id).p%6eg", "/\(id).p-g",
        "/\(id).p\u{00e9}g",
        "/\(id.uppercased()).png", "/\(id.dropLast()).png", "/\(id)0.png", "/\(id.dropLast())g.png", "/\(id)/x.png", "/..",
        "/.",
        "/../blobs/\(id.prefix(2))/\(id)", "/%2e%2e/\(id)", "/\(id)%00.png", "/\(id).png%00", "/drafts",
        "/\(id.prefix(2))/\(id)",
        "/\(id) .png", "/%\(id)", "/\(id);x=1", "/.\(id)", "/\(id)\\..\\x",
      ]
      for target in targets {
        let reply = try await gateway.wire("GET", "/-/assets" + target)
        #expect(reply.status == 404 || reply.status == 400, "\(target): \(reply.status)")
        if reply.status == 404 { reply.expectError(404, 40401, target) }
      }
      let unknown = try await gateway.wire("GET", "/-/assets/\(AssetID(hashing: [9])).png")
      unknown.expectError(404, 40402)
    }
  }

  @Test func otherMethodsAreRefused() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep([1])
      for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let reply = try await gateway.wire(method, "/-/assets/\(blob.id)", body: "")
        reply.expectError(405, 40500, method)
        #expect(reply["Allow"] == "GET, HEAD")
      }
    }
  }

  @Test func withoutKeptFilesThereIsNoSuchPath() async throws {
    try await GatewayUnderTest.run { gateway in
      try await gateway.wire("GET", "/-/assets/\(AssetID(hashing: [1])).png").expectError(404, 40401)
    }
  }

  @Test func aLinkNeedsNoKey() async throws {
    try await Shelf.serve({ $0.access = .keyed([TestKey.declared("alice")]) }) { shelf, gateway in
      let blob = try await shelf.keep([1, 2])
      #expect(try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id)).bytes == [1, 2])
      #expect(try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id), key: "nonsense").bytes == [1, 2])
    }
  }

  @Test func inOpenModeNoForeignPageSeesFiles() async throws {
    try await Shelf.serve { shelf, gateway in
      let target = "/-/assets/\(try await shelf.keep([1]).id).png"
      for headers in [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"), ("Host", "evil.example")] {
        try await gateway.wire("GET", target, headers: [headers]).expectError(403, 40302, "\(headers)")
      }
      for headers in [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none")] {
        #expect(try await gateway.wire("GET", target, headers: [headers]).status == 200)
      }
    }
  }
}
