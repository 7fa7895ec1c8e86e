import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing
import TollgateCore
import TollgateEngine
import TollgateTestSupport

@testable import TollgateServer

@Suite("Clients that come over a Unix socket")
struct ListenSocketTests {
  private static func setup(_ path: String) -> GatewayUnderTest.Setup {
    GatewayUnderTest.Setup {
      $0.settings.socket = ListenSocket(path: path)
      $0.settings.transport.isSocket = true
    }
  }

  private static func address(_ path: String) -> String {
    "http+unix://" + (path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
  }

  @Test func areServedLikeThoseOfThisMachine() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let path = folder.path + "/gate.sock"
      try await GatewayUnderTest.run(Self.setup(path)) { gateway in
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o660)
        let create = Self.address(path) + "/api/v1/job/create"
        let own = try await GatewayUnderTest.call(
          .POST, create, headers: ["Host": "localhost"], key: "any", body: Body.picture("by socket"))
        #expect(own.status == 200 && own.code == 0, "\(own.text)")
        // No web page may spend here either.
        for headers in [["Host": "evil.example"], ["Host": "localhost", "Origin": "https://evil.example"]] {
          let reply = try await GatewayUnderTest.call(
            .POST, create, headers: headers, key: "any", body: Body.picture("by socket"))
          reply.expectError(403, 40302)
        }
      }
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func whatADeadProcessLeftIsReplacedAndNothingElse() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let path = folder.path + "/gate.sock"
      let socket = ListenSocket(path: path)
      // Nothing there.
      try socket.prepare()
      // A file.
      try Data("mine".utf8).write(to: URL(filePath: path))
      #expect(throws: ListenSocket.Trouble.otherFile) { () throws in try socket.prepare() }
      #expect(FileManager.default.fileExists(atPath: path))
      try FileManager.default.removeItem(atPath: path)
      // A socket that is listened on.
      let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(unixDomainSocketPath: path)
        .get()
      #expect(throws: ListenSocket.Trouble.inUse) { () throws in try socket.prepare() }
      #expect(FileManager.default.fileExists(atPath: path))
      // Another's is not taken away at one's own end.
      let theirs = try #require(socket.file)
      socket.remove(ListenSocket.FileIdentity(device: theirs.device, number: theirs.number + 1))
      socket.remove(nil)
      #expect(socket.file == theirs)
      // One that nobody listens on any more.
      try await listener.close()
      try socket.prepare()
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }
}
