import Foundation
import NIOHTTP1
import Subprocess
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// How clients reach the real program: sockets, certificates, proxies, and what says whether they do.
  @Suite struct TransportTests {
    private static func certificate(in bed: TestBed, _ pem: String = TestCertificates.good.pem) throws -> [String: String] {
      try bed.program.write(pem, to: "certificate.pem")
      try bed.program.write(TestCertificates.key, to: "key.pem")
      return ["TOLLGATE_SERVER_TLS_CERTIFICATE": "certificate.pem", "TOLLGATE_SERVER_TLS_KEY": "key.pem"]
    }

    @Test(.timeLimit(.minutes(15))) func aBadCertificateStopsTheStart() async throws {
      try await TestBed.run { bed in
        var environment = try Self.certificate(in: bed, TestCertificates.expired.pem)
        environment["SHORTAPI_KEY"] = "ak-test"
        environment["TOLLGATE_SERVER_LISTEN"] = "127.0.0.1:\(try FreePort.next())"
        let expired = try await bed.program.run(["serve"], environment: environment)
        #expect(expired.code == 78)
        #expect(
          expired.errors.contains(
            "Error: TOLLGATE_SERVER_TLS_CERTIFICATE: server.tls.certificate: certificate.pem is over since 2021-01-01"),
          "\(expired.errors)")
        environment["TOLLGATE_SERVER_TLS_KEY"] = "missing.pem"
        try bed.program.write(TestCertificates.good.pem, to: "certificate.pem")
        let missing = try await bed.program.run(["serve"], environment: environment)
        #expect(missing.code == 78)
        #expect(missing.errors.contains("TOLLGATE_SERVER_TLS_KEY: server.tls.key: missing.pem cannot be read: no such file"))
      }
    }

    @Test(.timeLimit(.minutes(15))) func healthIsAskedTheWayThatClientsCome() async throws {
      try await TestBed.run { bed in
        let down = try await bed.command("health")
        #expect(down.code == 69 && down.output.isEmpty && down.errors.contains("No gateway answers at 127.0.0.1:"))
        let port = try FreePort.next()
        let settings: [[String: String]] = [
          ["TOLLGATE_SERVER_LISTEN": "127.0.0.1:\(port)"],
          ["TOLLGATE_SERVER_LISTEN": "127.0.0.1:\(port)"].merging(try Self.certificate(in: bed)) { $1 },
          ["TOLLGATE_SERVER_LISTEN": "unix:" + bed.program.folder.appending(path: "gate.sock").path],
          ["TOLLGATE_SERVER_LISTEN": "unix:" + bed.program.folder.appending(path: "gate.sock").path]
            .merging(try Self.certificate(in: bed)) { $1 },
        ]
        for environment in settings {
          let environment = environment.merging(["SHORTAPI_KEY": "ak-test"]) { $1 }
          let outcome = try await bed.program.serve(["serve"], environment: environment, ready: "tollgate is ready") {
            line, send in
            // It has a deadline of three seconds.
            try await eventually("health at \(environment)") {
              let health = try await bed.program.run(["health"], environment: environment)
              return health.code == 0 && health.output == "ready\n"
            }
            let scheme = environment["TOLLGATE_SERVER_TLS_KEY"] == nil ? "http" : "https"
            let listen = environment["TOLLGATE_SERVER_LISTEN"] ?? ""
            let url = listen.hasPrefix("unix:") ? listen : "\(scheme)://\(listen)"
            #expect(line.contains(url.replacing("/", with: "\\/")) || line.contains(url), "\(line)")
            try send(.terminate)
          }
          #expect(outcome.code == 0)
        }
      }
    }

    @Test(.timeLimit(.minutes(15))) func aReloadTakesARenewedCertificate() async throws {
      try await TestBed.run { bed in
        let port = try FreePort.next()
        var environment = try Self.certificate(in: bed)
        environment["SHORTAPI_KEY"] = "ak-test"
        environment["TOLLGATE_SERVER_LISTEN"] = "127.0.0.1:\(port)"
        func shown() async throws -> String {
          try await bed.shell("curl -skv https://127.0.0.1:\(port)/-/health/live 2>&1 | grep subject: || true").output
        }
        let outcome = try await bed.program.serve(["serve"], environment: environment, ready: "tollgate is ready") { _, send in
          #expect(try await shown().contains("localhost"))
          try bed.program.write(TestCertificates.otherName.pem, to: "certificate.pem")
          try send(.terminalClosed)
          try await eventually("the new certificate", holds: { try await shown().contains("other.invalid") })
          // One that is over changes nothing.
          try bed.program.write(TestCertificates.expired.pem, to: "certificate.pem")
          let refused = try await bed.program.run(["reload"], environment: environment)
          #expect(refused.code == 78 && refused.errors.contains("is over since"), "\(refused.errors)")
          #expect(try await shown().contains("other.invalid"))
          try send(.terminate)
        }
        #expect(outcome.code == 0)
      }
    }

    @Test(.timeLimit(.minutes(15))) func proxiesWithoutKeysStopTheStart() async throws {
      try await CommandLineProgram.inFolder { program in
        let outcome = try await program.run(
          ["serve"], environment: ["TOLLGATE_SERVER_TRUSTED_PROXIES": "10.0.0.0/8", "SHORTAPI_KEY": "ak-test"])
        #expect(outcome.code == 78)
        #expect(outcome.errors.contains("TOLLGATE_SERVER_TRUSTED_PROXIES: server.trusted_proxies names proxies"))
        #expect(outcome.errors.contains("create one with tollgate keys create NAME, or take the proxies out."))
      }
    }

    @Test(.timeLimit(.minutes(15))) func inAContainerTheLineThatMakesAKeyIsDockers() async throws {
      try await CommandLineProgram.inFolder { program in
        let outcome = try await program.run(
          ["serve"], environment: ["TOLLGATE_SERVER_LISTEN": "0.0.0.0:8080", "SHORTAPI_KEY": "ak-test", "container": "oci"])
        #expect(outcome.code == 78)
        #expect(outcome.errors.contains("docker run --rm -v tollgate:/data tollgate keys create NAME"), "\(outcome.errors)")
      }
    }

    @Test(.timeLimit(.minutes(15))) func linksAreThoseOfTheProxysClients() async throws {
      try await TestBed.run(environment: ["TOLLGATE_SERVER_TRUSTED_PROXIES": "127.0.0.1"]) { bed in
        let secret = try await bed.command("keys", "create", "alice").output.trimmingCharacters(in: .newlines)
        let key: HTTPHeaders = ["Authorization": "Bearer \(secret)"]
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let job = try #require(try await gateway.client.create(Picture.of("behind a proxy"), headers: key).jobID)
          let forwarded: [(HTTPHeaders, String)] = [
            ([:], bed.url), (["X-Forwarded-Proto": "https"], bed.url.replacing("http:", with: "https:")),
            (["X-Forwarded-Host": "media.example:8443"], "http://media.example:8443"),
            (["X-Forwarded-Host": "a.example, media.example", "X-Forwarded-Proto": "https"], "https://media.example"),
            (["X-Forwarded-Host": "not a host", "X-Forwarded-Proto": "gopher"], bed.url), ([:], bed.url),
          ]
          try await eventually("the files") {
            try await gateway.client.query(job, headers: key).data?["status"]?.number?.int64 == 2 ? true : nil
          }
          for (headers, base) in forwarded {
            // In both lanes.
            for isInstant in [true, false] {
              var headers = headers
              headers.add(contentsOf: key)
              let record = try await gateway.client.query(job, headers: headers, isInstant: isInstant).data
              let link = record?.object.flatMap { ResultLinks.of($0).first?.url }
              #expect(link?.hasPrefix(base + "/-/assets/") == true, "\(headers), \(isInstant): \(link ?? "")")
            }
          }
        }
      }
    }
  }
}
