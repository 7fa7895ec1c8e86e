import Foundation
import Glibc
import Logging
import ServiceLifecycle
import Testing
import TollgateCore
import TollgateTestSupport

@testable import tollgate

@Suite("What the service manager is told")
struct ServiceManagerTests {
  @Test(
    arguments: [
      (.ready, "READY=1\nSTATUS=Serving"),
      (.reloading, "RELOADING=1\nMONOTONIC_USEC=42\nSTATUS=Reading the configuration anew"),
      (
        .stopping(within: .seconds(75)),
        "STOPPING=1\nEXTEND_TIMEOUT_USEC=75000000\nSTATUS=Stopping; what is under way may finish"
      ), (.alive, "WATCHDOG=1"), (.busy(for: .seconds(1)), "EXTEND_TIMEOUT_USEC=1000000"),
    ] as [(ServiceManager.News, String)])
  func words(_ news: ServiceManager.News, _ message: String) { #expect(ServiceManager.message(news, uptime: 42) == message) }

  @Test(
    arguments: [
      (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "60000000"], .seconds(60)),
      (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "7"], .seconds(60)),
      (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "8"], nil),
      (["WATCHDOG_USEC": "60000000"], nil), (["NOTIFY_SOCKET": "/run/x"], nil),
      (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "0"], nil), (["NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "soon"], nil),
    ] as [([String: String], Duration?)])
  func watchdog(_ environment: [String: String], _ time: Duration?) {
    #expect(ServiceManager(environment: environment, process: 7).watchdog == time)
  }

  @Test func itHears() async throws {
    try await TemporaryFolder.withEmpty { folder in
      let name = "tollgate-test-\(UUID().uuidString)"
      for (address, bytes) in [
        (folder.path + "/notify", Array((folder.path + "/notify").utf8)), ("@" + name, [0] + Array(name.utf8)),
      ] {
        let listener = try DatagramListener(bytes)
        let manager = ServiceManager(environment: ["NOTIFY_SOCKET": address], process: 1)
        manager.tell(.ready)
        manager.tell(.alive)
        // A datagram between processes of one machine is there when it was sent.
        #expect(listener.next() == "READY=1\nSTATUS=Serving", "\(address)")
        #expect(listener.next() == "WATCHDOG=1", "\(address)")
      }
    }
  }

  @Test(arguments: [[:], ["NOTIFY_SOCKET": "relative"], ["NOTIFY_SOCKET": "/nobody/listens"], ["NOTIFY_SOCKET": "vsock:2:1"]])
  func whereThereIsNoneNothingHappens(_ environment: [String: String]) {
    ServiceManager(environment: environment, process: 1).tell(.ready)
  }

  @Test func itHearsThatTheProgramLivesUntilTheEnd() async throws {
    let name = "tollgate-test-\(UUID().uuidString)"
    let listener = try DatagramListener([0] + Array(name.utf8))
    let manager = ServiceManager(environment: ["NOTIFY_SOCKET": "@" + name, "WATCHDOG_USEC": "20000"], process: 1)
    let group = ServiceGroup(
      services: [Heartbeat(manager: manager), StopNotice(manager: manager, limit: .seconds(7))],
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      for _ in 0..<2 { try await eventually("a beat", holds: { listener.next() == "WATCHDOG=1" }) }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
    var last: [String] = []
    while let message = listener.next() { last.append(message) }
    #expect(last.contains { $0.hasPrefix("STOPPING=1\nEXTEND_TIMEOUT_USEC=7000000\n") })
  }

  @Test func theWayToAKeyIsThatOfTheSurroundings() {
    #expect(Surroundings(environment: [:]).keysCreate == "tollgate keys create NAME")
    #expect(
      Surroundings(environment: ["container": "oci"]).keysCreate.contains(
        "docker run --rm -v tollgate:/data tollgate keys create NAME"))
  }
}

/// A socket as a service manager has it.
private final class DatagramListener {
  struct Failed: Error { let number: Int32 }

  private let descriptor: Int32

  init(_ path: [UInt8]) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    let result = unsafe SocketAddressBytes.with(path: path) { unsafe bind(descriptor, $0, $1) }
    guard result == 0 else { throw Failed(number: errno) }
  }

  deinit { close(descriptor) }

  /// The next message; `nil` where none has come.
  func next() -> String? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT)) }
    return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
