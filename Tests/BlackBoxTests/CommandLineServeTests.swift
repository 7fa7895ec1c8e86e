import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Subprocess
import Testing

/// The running gateway, as its commands and signals see it.
@Suite(.timeLimit(.minutes(1))) struct CommandLineServeTests {
  private static let body = #"{"model": "google/nano-banana-2/text-to-image", "args": {"prompt": "a lighthouse"}}"#

  @Test func answersItsCommandsAndEndsCleanly() async throws {
    try await CommandLineProgram.inFolder { program in
      let outcome = try await Self.withGateway(program) { _, gateway, send in
        let first = try await Self.create(at: gateway)
        #expect(first.contains(#""amount":"0.04""#))
        let jobs = try await program.run(["jobs", "list"])
        #expect(jobs.output.contains("google/nano-banana-2/text-to-image"))
        #expect(try await program.run(["jobs", "show", "g1"]).output.contains("capture"))
        let key = try await program.run(["keys", "create", "alice"])
        #expect(key.code == 0)
        #expect(try await Self.create(at: gateway).contains("40100"))
        let secret = key.output.trimmingCharacters(in: .newlines)
        #expect(try await Self.create(at: gateway, bearer: secret).contains(#""amount":"0""#))
        #expect(try await program.run(["verify"]).code == 0)
        try send(.terminate)
      }
      #expect(outcome.code == 0)
      #expect(outcome.output.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "tollgate-data/admin.sock").path))
      for line in outcome.errors.split(separator: "\n") {
        let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(fields?["time"] is String && fields?["level"] is String && fields?["message"] is String)
      }
      let after = try await program.run(["jobs", "list"])
      #expect(after.output.contains("g1"))
    }
  }

  @Test func endsAtOnceOnASecondSignal() async throws {
    try await CommandLineProgram.inFolder { program in
      let outcome = try await Self.withGateway(program, faults: ["create:neverAnswer"]) { simulator, gateway, send in
        try await withThrowingTaskGroup(of: Void.self) { group in
          // The gateway ends in the middle of the answer.
          group.addTask { _ = try? await Self.create(at: gateway) }
          while try await !Self.get("\(simulator)/control/stats").contains(#""creates":1"#) {
            try await Task.sleep(for: .milliseconds(20))
          }
          try send(.terminate)
          try await Task.sleep(for: .milliseconds(100))
          try send(.terminate)
        }
      }
      #expect(outcome.code == 143)
      // What was under way is settled by the next start, not lost.
      let jobs = try await program.run(["jobs", "list", "--json"])
      #expect(jobs.output.contains("submitting"))
    }
  }

  @Test func keepsASecondGatewayOut() async throws {
    try await CommandLineProgram.inFolder { program in
      _ = try await Self.withGateway(program) { _, _, send in
        let second = try await program.run(["serve"])
        #expect(second.code == 78)
        #expect(second.errors.contains("in use"))
        try send(.interrupt)
      }
    }
  }

  @Test func saysWhichAddressIsTaken() async throws {
    try await CommandLineProgram.inFolder { program in
      _ = try await Self.withGateway(program) { _, gateway, send in
        let address = String(gateway.dropFirst("http://".count))
        let second = try await program.run(
          ["serve"], environment: ["TOLLGATE_SERVER_LISTEN": address, "TOLLGATE_STORAGE_PATH": "other"])
        #expect(second.code == 78)
        #expect(second.errors.contains("\(address) cannot be listened on: address already in use"))
        #expect(second.errors.contains("TOLLGATE_SERVER_LISTEN"))
        try send(.terminate)
      }
    }
  }

  // MARK: Helpers

  /// Runs a simulator and a gateway in front of it.
  ///
  /// - Returns: how the gateway ended.
  private static func withGateway(
    _ program: CommandLineProgram, faults: [String] = [],
    _ work: (_ simulator: String, _ gateway: String, _ send: @escaping @Sendable (Signal) throws -> Void) async throws -> Void
  ) async throws -> CommandLineProgram.Outcome {
    var gatewayOutcome: CommandLineProgram.Outcome?
    let simulate = ["simulate", "--port", "0", "--job-duration", "10ms"] + faults.flatMap { ["--fault", $0] }
    _ = try await program.serve(simulate, ready: "The simulator listens") { line, sendToSimulator in
      let port = line.firstMatch(of: /port=([0-9]+)/)?.output.1 ?? ""
      let simulator = "http://127.0.0.1:\(port)"
      let environment = [
        "TOLLGATE_UPSTREAM_BASE_URL": simulator, "SHORTAPI_KEY": "any", "TOLLGATE_SERVER_LISTEN": "127.0.0.1:\(try freePort())",
      ]
      gatewayOutcome = try await program.serve(["serve"], environment: environment, ready: "Tollgate is ready") { line, send in
        try await work(simulator, line.firstMatch(of: /"url":"([^"]+)"/).map { String($0.output.1) } ?? "", send)
      }
      try sendToSimulator(.terminate)
    }
    return try #require(gatewayOutcome)
  }

  private static func create(at gateway: String, bearer: String? = nil) async throws -> String {
    var request = HTTPClientRequest(url: "\(gateway)/api/v1/job/create")
    request.method = .POST
    request.body = .bytes(ByteBuffer(string: body))
    if let bearer { request.headers.add(name: "Authorization", value: "Bearer \(bearer)") }
    return try await answer(to: request)
  }

  private static func get(_ url: String) async throws -> String { try await answer(to: HTTPClientRequest(url: url)) }

  private static func answer(to request: HTTPClientRequest) async throws -> String {
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    return String(buffer: try await response.body.collect(upTo: 1 << 20))
  }

  /// A port that nobody listens on at this moment.
  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, size) == 0 && getsockname(descriptor, pointer, &size) == 0
      }
    }
    guard status else { throw POSIXError(.EADDRINUSE) }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
