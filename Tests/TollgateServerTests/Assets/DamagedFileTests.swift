import Foundation
import NIOHTTP1
import Testing
import TollgateCore
import TollgateStore
import TollgateTestSupport

@Suite("Only the bytes that a link names are served")
struct DamagedFileTests {
  private static let bytes = Array("GIF89a and thirteen more bytes".utf8)

  @Test func removedFilesAreGone() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep(Self.bytes)
      shelf.evict(blob.id)
      let reply = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id))
      reply.expectError(410, 41000)
      #expect(reply["Cache-Control"] == nil)
      #expect(try await GatewayUnderTest.call(.HEAD, gateway.link(to: blob.id)).status == 410)
      #expect(shelf.damaged.isEmpty)
    }
  }

  @Test func aMissingFileIsReportedAndGone() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep(Self.bytes)
      try await shelf.files.remove(blob.id)
      try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id)).expectError(410, 41000)
      #expect(shelf.damaged == [blob.id])
    }
  }

  @Test(arguments: ["another byte", "shorter", "longer", "empty", "another file"])
  func aDamagedFileIsNeverServed(_ damage: String) async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep(Self.bytes)
      let other: [UInt8] =
        switch damage {
        case "another byte": Self.bytes.dropLast() + [0]
        case "shorter": Array(Self.bytes.dropLast())
        case "longer": Self.bytes + [0]
        case "empty": []
        default: [UInt8](repeating: 7, count: Self.bytes.count)
        }
      try Data(other).write(to: URL(filePath: shelf.path(of: blob.id)))
      for headers in [[:], ["Range": "bytes=0-1"]] {
        try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id), headers: headers).expectError(410, 41000)
      }
      #expect(try await GatewayUnderTest.call(.HEAD, gateway.link(to: blob.id)).status == 410)
      #expect(shelf.damaged == [blob.id, blob.id, blob.id])
      // Bought again, it is the same file.
      try await shelf.keep(Self.bytes)
      #expect(try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id)).bytes == Self.bytes)
      #expect(try shelf.openings(of: blob.id) == 0)
    }
  }

  @Test func aFileThatIsDamagedAfterItWasServedIsNotServedAgain() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep(Self.bytes)
      #expect(try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id)).bytes == Self.bytes)
      let file = try FileHandle(forWritingTo: URL(filePath: shelf.path(of: blob.id)))
      try file.seek(toOffset: 20)
      try file.write(contentsOf: Data([0]))
      try file.close()
      try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id)).expectError(410, 41000)
    }
  }

  @Test func aDiskThatFailsIsNoLoss() async throws {
    try await Shelf.serve { shelf, gateway in
      let blob = try await shelf.keep(Self.bytes)
      shelf.fail(with: .failed("cannot open /some/path: Input/output error"))
      let reply = try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id))
      reply.expectError(503, 50300)
      #expect(!reply.text.contains("/some/path"))
      shelf.fail(with: nil)
      #expect(try await GatewayUnderTest.call(.GET, gateway.link(to: blob.id)).status == 200)
      #expect(shelf.damaged.isEmpty)
    }
  }
}
