import Foundation
import NIOHTTP1
import Subprocess
import Testing

/// Secrets that can be recognised are in nothing that the program says or writes. `./dev prove canaries` does more of this.
@Suite struct CanaryTests {
  private static let canaries = [
    "upstream": "canary-of-the-upstream-key", "admin": "canary-of-the-admin-token", "alice": "canary-of-alices-secret",
    "callbacks": "canary-of-alices-callbacks", "wrong": "canary-of-a-wrong-key",
  ]

  private static let settings = """
    keys: [{name: alice, secret: "${CANARY_alice}", callback_secret: "${CANARY_callbacks}"}]
    admin: {token: "${CANARY_admin}"}
    log: {level: trace, requests: all, prompts: true}

    """

  @Test func noSecretIsSaidOrWritten() async throws {
    var environment = ["SHORTAPI_KEY": Self.canaries["upstream"] ?? ""]
    for (name, canary) in Self.canaries { environment["CANARY_" + name] = canary }
    try await TestBed.run(environment: environment) { bed in
      try bed.program.write(Self.settings, to: "gateway.yaml")
      var said: [String: String] = [:]
      let end = try await bed.gateway { gateway in
        try await gateway.ready()
        func create(_ prompt: String, _ key: String) async throws -> Answer {
          try await gateway.client.create(
            #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"\#(prompt)"}}"#,
            headers: ["Authorization": "Bearer \(Self.canaries[key] ?? "")"])
        }
        for (prompt, key) in [("a", "alice"), ("a", "alice"), ("a", "wrong"), ("\u{1}", "alice")] {
          said["create \(prompt) \(key)"] = try await create(prompt, key).text
        }
        for path in ["/-/metrics", "/-/api/keys", "/-/console/", "/nowhere?token=\(Self.canaries["wrong"] ?? "")"] {
          said[path] = try await gateway.client.file(bed.url + path).text
        }
        for command in [
          ["keys", "list"], ["keys", "show", "alice", "--json"], ["jobs", "list", "--json"], ["config", "show"], ["status"],
          ["callbacks", "list"], ["verify"],
        ] {
          let outcome = try await bed.program.run(command, environment: environment)
          said[command.joined(separator: " ")] = outcome.output + outcome.errors
        }
        let page = try await bed.shell("curl -s --unix-socket tollgate-data/admin.sock http://tollgate/-/metrics")
        said["metrics"] = page.output
        let limits = try String(contentsOf: URL(filePath: "/proc/\(gateway.identifier)/limits"), encoding: .utf8)
        #expect(limits.firstMatch(of: #/Max core file size +0 +0 +bytes/#) != nil)
        let filter = try String(contentsOf: URL(filePath: "/proc/\(gateway.identifier)/coredump_filter"), encoding: .utf8)
        #expect(filter.contains { $0 != "0" && $0 != "\n" } == false)
        // Before the log of the database is moved into it, both are looked at.
        for (name, data) in try Self.files(in: bed.program.folder.appending(path: "tollgate-data")) { said[name] = data }
        gateway.terminate()
      }
      #expect(end.end == .exited(0))
      said["log"] = bed.gatewayLog
      said["output"] = bed.gatewayOutput
      for (name, data) in try Self.files(in: bed.program.folder.appending(path: "tollgate-data")) {
        said[name + " at rest"] = data
      }
      #expect(bed.gatewayLog.contains(#""message":"request""#) && bed.gatewayLog.contains(#""prompt":"a\n"#))
      for (where_, text) in said {
        for canary in Self.canaries.values { #expect(!text.contains(canary), "\(canary) in \(where_)") }
      }
      #expect(said["config show"]?.contains("***") == true)
    }
  }

  /// The bytes of all files, one character each.
  private static func files(in folder: URL) throws -> [(String, String)] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).compactMap { name in
      guard let data = FileManager.default.contents(atPath: folder.appending(path: name).path) else { return nil }
      return (name, String(String.UnicodeScalarView(data.map { Unicode.Scalar($0) })))
    }
  }
}
