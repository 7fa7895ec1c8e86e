import Testing
import TollgateServer

@Suite("Where the administration's socket is")
struct AdministrationSocketTests {
  @Test("in the data folder where its path is short enough")
  func shortPath() {
    let socket = AdministrationSocket(dataFolder: "/srv/./tollgate")
    #expect(socket.link == "/srv/tollgate/admin.sock")
    #expect(socket.path == socket.link)
  }

  @Test("else in a short folder of its own for each data folder")
  func longPath() {
    let folder = "/" + String(repeating: "long", count: 30)
    let socket = AdministrationSocket(dataFolder: folder)
    #expect(socket.link == folder + "/admin.sock")
    #expect(socket.path.wholeMatch(of: /\/tmp\/tollgate-[0-9a-f]{16}\/admin\.sock/) != nil, "\(socket.path)")
    #expect(AdministrationSocket(dataFolder: folder).path == socket.path)
    #expect(AdministrationSocket(dataFolder: folder + "er").path != socket.path)
  }
}
