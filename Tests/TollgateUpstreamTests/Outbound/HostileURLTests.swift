import NIOConcurrencyHelpers
import Testing
import TollgateCore
import TollgateTestSupport
import TollgateUpstream

/// Whatever is named, nobody whom the policy denies is connected to. That is counted at listeners, not asked of the client.
@Suite("A URL that leads inside", .timeLimit(.minutes(15)))
struct HostileURLTests {
  /// What the hostile names resolve to: this machine, first or last, and its many spellings.
  private static let insides = [
    ["127.0.0.1"], ["::1"], ["127.0.0.2", "127.0.0.1"], ["::ffff:127.0.0.1"], ["8.8.8.8", "127.0.0.1"],
    ["2606:4700::6810:1", "::1"], ["8.8.8.8", "::1"], ["2606:4700::6810:1", "127.0.0.2"], ["64:ff9b::7f00:1", "127.0.0.1"],
    ["8.8.8.8", "8.8.4.4", "9.9.9.9", "1.1.1.1", "127.0.0.1"],
  ]
  private static let reasons = Set(OutboundRefusal.allCases.map(\.description))

  private static func urls(_ canary: Canary) -> [String] {
    HostileURLs.all.map { $0.replacing("PORT", with: "\(canary.port)") }
  }

  private static var resolver: FixedResolver { FixedResolver { _, number in insides[number % insides.count] } }

  @Test func callbackAtDelivery() async throws {
    try await Canary.run { canary in
      let policy = AddressPolicy.forCallbacks(listeners: [("0.0.0.0", 8080)], allowsPrivateAddresses: false)
      try await withPoster(policy: policy, resolver: Self.resolver) { poster in
        for url in Self.urls(canary) {
          let outcome = await poster.post(post(to: url))
          guard case .refused(let reason) = outcome, Self.reasons.contains(reason) else {
            Issue.record("\(url): \(outcome)")
            continue
          }
        }
      }
      #expect(canary.connections == 0)
    }
  }

  @Test func resultLink() async throws {
    try await Canary.run { canary in
      try await withDownloader(policy: .forDownloads(from: .shortAPI), resolver: Self.resolver) { downloader in
        for url in Self.urls(canary) {
          let outcome = await downloader.download(FileRequest(url: url, limit: 100), into: MemorySink())
          guard case .refused(let reason) = outcome, Self.reasons.contains(reason) else {
            Issue.record("\(url): \(outcome)")
            continue
          }
        }
      }
      #expect(canary.connections == 0)
    }
  }

  /// The vendor's own server, which is allowed on loopback, redirects to each of them, at once or over a second redirect.
  @Test func redirect() async throws {
    try await Canary.run { canary in
      let urls = Self.urls(canary)
      let script: RawServer.Script = { peer in
        // A client that has lost patience with a slow machine closes before it asks.
        let line = RequestBytes(await peer.request()).headLines.first?.split(separator: " ") ?? []
        guard line.count > 1 else { return }
        let path = line[1].dropFirst()
        let number = path.split(separator: "/").last.flatMap { Int($0) } ?? 0
        let location = path.hasPrefix("chain/") ? "/\(number)" : urls[number]
        let status = [301, 302, 303, 307, 308][number % 5]
        try await peer.send("HTTP/1.1 \(status) Moved\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
      }
      try await RawServer.run(script: script) { server in
        let vendor = try #require(HTTPAddress("http://vendor.test:\(server.port)"))
        let resolver = FixedResolver { name, number in
          name == "vendor.test" ? ["127.0.0.1"] : Self.insides[number % Self.insides.count]
        }
        try await withDownloader(policy: .forDownloads(from: vendor), resolver: resolver) { downloader in
          for (index, url) in urls.enumerated() {
            let path = index.isMultiple(of: 2) ? "chain/\(index)" : "\(index)"
            let outcome = await downloader.download(
              FileRequest(url: "http://vendor.test:\(server.port)/\(path)", limit: 100), into: MemorySink())
            #expect(outcome.isHarmless(after: url, reasons: Self.reasons), "\(url): \(outcome)")
          }
        }
      }
      #expect(canary.connections == 0)
    }
  }

  /// The name means somebody else at every question. An answer is either all allowed, and then only it is connected to, or
  /// refused as a whole: there is no second question whose answer could differ.
  @Test func rebinding() async throws {
    let rounds = 10_000
    let script: RawServer.Script = { peer in
      await peer.request()
      try await peer.send(http("200 OK", ""))
    }
    try await RawServer.run(script: script) { server in
      try await Canary.run(hosts: ["127.0.0.2", "127.0.0.3", "::1"], port: server.port) { canary in
        var policy = loopbackPolicy()
        policy.ownListeners = ["127.0.0.2", "127.0.0.3", "::1"].map { .init(host: $0, port: server.port) }
        let resolver = FixedResolver { _, number in
          switch number % 20 {
          case 0: ["127.0.0.1"]
          case 1..<8: ["127.0.0.2"]
          case 8..<12: ["127.0.0.1", "127.0.0.3"]
          case 12..<16: ["::1", "127.0.0.1"]
          default: ["127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.2"]
          }
        }
        let outcomes = NIOLockedValueBox((delivered: 0, refused: 0))
        try await withPoster(policy: policy, resolver: resolver) { poster in
          await withDiscardingTaskGroup { group in
            for _ in 0..<20 {
              group.addTask {
                for _ in 0..<rounds / 20 {
                  let outcome = await poster.post(post(to: "http://localhost:\(server.port)/"))
                  outcomes.withLockedValue { outcomes in
                    if outcome == .delivered(status: 200) { outcomes.delivered += 1 }
                    if outcome == .refused(reason: OutboundRefusal.address.description) { outcomes.refused += 1 }
                  }
                }
              }
            }
          }
        }
        #expect(canary.connections == 0)
        #expect(resolver.questions == rounds)
        #expect(outcomes.withLockedValue { $0.delivered } == rounds / 20)
        #expect(outcomes.withLockedValue { $0.refused } == rounds * 19 / 20)
      }
    }
  }

  @Test func canaryCounts() async throws {
    try await Canary.run { canary in
      try await withPoster(timeout: .seconds(5)) { poster in
        for host in ["127.0.0.1", "127.0.0.2", "[::1]"] { _ = await poster.post(post(to: "http://\(host):\(canary.port)/")) }
      }
      #expect(canary.connections == 3)
      // What was sent may be read later than the poster's patience lasts.
      try await eventually("the bytes", holds: { canary.bytes > 0 })
    }
  }
}

extension FileOutcome {
  /// A `Location` with a line break ends there, and what is left may lead to a page of the vendor's own or to nowhere.
  fileprivate func isHarmless(after location: String, reasons: Set<String>) -> Bool {
    switch self {
    case .refused(let reason): reasons.contains(reason)
    case .failed(let reason):
      reason == "the server redirected more than 2 times" || reason == "the server's answer is not HTTP"
        || reason == "the server redirects to nowhere"
    default: false
    }
  }
}
