import HTTPTypes
import NIOHTTP1
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("The administration over TCP lets in who may")
struct AdministrationAccessTests {
  private static let token = "an-admin-token-for-tests"
  private static let alice = TestKey.declared("alice")
  private static let bob = TestKey.declared("bob")

  /// What a key may ask for; everything else is refused, whatever is added.
  private static let ofKeys: Set = [
    "showKey", "showPurchase", "listPurchases", "listLedger", "showUsageSeries", "listBudgets", "showKeyUse",
  ]

  private static func run(
    _ access: Access, token: String? = token, _ body: (GatewayUnderTest, _ base: String) async throws -> Void
  ) async throws {
    try await GatewayUnderTest.run(
      .init {
        $0.access = access
        $0.adminToken = token.map { Secret($0) }
      }
    ) { try await body($0, $0.baseURL + "/-/api/") }
  }

  /// A path with values that fit, of things that there are not.
  private static func target(_ route: AdministrationRoute) -> String {
    route.path.segments.map { segment in
      switch segment {
      case .literal(let text): text
      case .value("number"): "g99999"
      case .value("id"): "c99999"
      case .value: "nobody"
      }
    }.joined(separator: "/")
  }

  @Test("every operation is refused without a token, and to keys but for those that are theirs", .timeLimit(.minutes(15)))
  func allRoutesAndRoles() async throws {
    let routes = AdministrationRoutes.shared.all
    #expect(Set(routes.filter { $0.access.allows(.key("alice")) }.map(\.operation)) == Self.ofKeys)
    try await Self.run(.keyed([Self.alice, Self.bob])) { _, base in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for route in routes {
          group.addTask {
            let method = HTTPMethod(rawValue: route.method.rawValue)
            let url = base + Self.target(route)
            func status(_ key: String?) async throws -> Int {
              try await GatewayUnderTest.call(method, url, key: key, body: method == .GET ? nil : "{}").status
            }
            // A key's own quote has the same path, and is not the administration's.
            let isShared = route.isSharedWithKeys
            #expect(try await status(nil) == 401, "\(route.operation)")
            #expect(try await status(Self.token + "x") == 401, "\(route.operation)")
            let ofKey = try await status("secret-of-alice")
            #expect(isShared ? ofKey == 400 : (ofKey == 403) != Self.ofKeys.contains(route.operation), "\(route.operation)")
            // Its answer does not end.
            if case .events = route.answer { return }
            #expect(![401, 403, 405].contains(try await status(Self.token)), "\(route.operation)")
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test("a key sees what is its own, and not that there is more")
  func ownOnly() async throws {
    try await Self.run(.keyed([Self.alice, Self.bob])) { gateway, base in
      let bought = try await gateway.created(Body.picture("a lighthouse"), key: "secret-of-alice")
      let number = try #require(bought["Tollgate-Generation"])
      for (key, status) in [("secret-of-alice", 200), ("secret-of-bob", 404), (Self.token, 200)] {
        #expect(try await GatewayUnderTest.call(.GET, base + "generations/\(number)", key: key).status == status)
        #expect(try await GatewayUnderTest.call(.GET, base + "keys/alice", key: key).status == status)
        for list in ["generations", "generations?key=alice", "ledger", "ledger?key=alice"] {
          let seen = try await GatewayUnderTest.call(.GET, base + list, key: key).json.array
          #expect((seen?.isEmpty == false) == (status == 200), "\(list) for \(key)")
          // What others ask for is not shown to a key.
          if list == "generations", let first = seen?.first { #expect((first["uses"] != nil) == (key == Self.token)) }
        }
        let budgets = try await GatewayUnderTest.call(.GET, base + "budgets", key: key)
        #expect(budgets.status == 200)
      }
    }
  }

  @Test("another's purchase and one that never was are the same to a key")
  func noOracle() async throws {
    try await Self.run(.keyed([Self.alice, Self.bob])) { gateway, base in
      let bought = try await gateway.created(Body.picture("a lighthouse"), key: "secret-of-alice")
      let number = try #require(bought["Tollgate-Generation"])
      func answer(_ path: String) async throws -> [String] {
        let reply = try await GatewayUnderTest.call(.GET, base + path, key: "secret-of-bob")
        return ["\(reply.status)", reply.text, reply["Content-Type"] ?? ""]
      }
      let others = try await answer("generations/\(number)")
      #expect(others[0] == "404")
      #expect(try await answer("generations/g99999") == others)
      #expect(try await answer("generations/g\(GenerationNumber.maximum)") == others)
      #expect(try await answer("keys/alice") == answer("keys/nobody"))
    }
  }

  @Test("a key finds its own by words, states and pages")
  func ownPages() async throws {
    try await Self.run(.keyed([Self.alice, Self.bob])) { gateway, base in
      for key in ["alice", "bob"] {
        for prompt in ["a lighthouse", "a harbour"] {
          _ = try await gateway.created(Body.picture(prompt + " of " + key), key: TestKey.secret(of: key))
        }
      }
      func pages(_ query: String) async throws -> [Int] {
        var target: String? = "generations?" + query
        var counts: [Int] = []
        while let next = target {
          let reply = try await GatewayUnderTest.call(.GET, base + next, key: "secret-of-alice")
          counts.append(try #require(reply.json.array).count)
          target = (reply["Link"]?.firstMatch(of: /generations\?[^>]*/)?.output).map(String.init)
        }
        return counts
      }
      #expect(try await pages("search=lighth") == [1])
      #expect(try await pages("search=bob") == [0])
      #expect(try await pages("limit=1") == [1, 1, 0])
      #expect(try await pages("search=of&limit=1") == [1, 1, 0])
      #expect(try await pages("state=unknown") == [0])
    }
  }

  @Test("wrong tokens wait, so many at a time, and the right one never does", .timeLimit(.minutes(15)))
  func manyWrongTokens() async throws {
    try await Self.run(.keyed([Self.alice])) { _, base in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...100 { group.addTask { try await GatewayUnderTest.call(.GET, base + "keys", key: "wrong").status } }
        for _ in 1...5 {
          #expect(try await GatewayUnderTest.call(.GET, base + "keys", key: Self.token).status == 200)
          #expect(try await GatewayUnderTest.call(.GET, base + "keys/alice", key: "secret-of-alice").status == 200)
        }
        for try await status in group { #expect([401, 429].contains(status)) }
      }
    }
  }

  @Test(
    "what comes through a proxy does not administer an open gateway",
    arguments: ["Forwarded", "X-Forwarded-For", "x-real-ip", "Via"])
  func forwarded(_ field: String) async throws {
    for token in [nil, Self.token] {
      try await Self.run(.open, token: token) { gateway, base in
        let headers = [("Host", "127.0.0.1"), (field, "203.0.113.7")]
        let through = try await gateway.wire("GET", "/-/api/keys", headers: headers)
        #expect(through.status == (token == nil ? 403 : 401))
        #expect(token != nil || through.text.contains("admin.token"))
        let right = try await gateway.wire(
          "GET", "/-/api/keys", headers: headers + [("Authorization", "Bearer " + Self.token)])
        #expect(right.status == (token == nil ? 403 : 200))
      }
    }
  }

  @Test("without a token programs on this machine administer an open gateway, and web pages do not")
  func openMode() async throws {
    try await Self.run(.open, token: nil) { gateway, base in
      #expect(try await GatewayUnderTest.call(.GET, base + "keys").status == 200)
      let foreign = try await GatewayUnderTest.call(.GET, base + "keys", headers: ["Origin": "https://evil.example"])
      #expect(foreign.status == 403 && foreign["Content-Type"] == "application/problem+json")
      let rebound = try await gateway.wire("GET", "/-/api/keys", headers: [("Host", "evil.example")])
      #expect(rebound.status == 403)
    }
  }

  @Test("with a token an open gateway is administered with it only")
  func openModeWithToken() async throws {
    try await Self.run(.open) { (_, base) async throws -> Void in
      let without = try await GatewayUnderTest.call(.GET, base + "keys")
      let with = try await GatewayUnderTest.call(.GET, base + "keys", key: Self.token)
      #expect(without.status == 401 && with.status == 200)
    }
  }

  @Test("without a token nobody administers a gateway with keys over TCP")
  func noToken() async throws {
    try await Self.run(.keyed([Self.alice]), token: nil) { _, base in
      for key in [nil, "", "null", "secret-of-nobody"] {
        let reply = try await GatewayUnderTest.call(.GET, base + "keys", key: key)
        #expect(reply.status == 401 && reply["WWW-Authenticate"] == "Bearer")
        #expect(reply["Content-Type"] == "application/problem+json")
      }
      #expect(try await GatewayUnderTest.call(.GET, base + "keys", key: "secret-of-alice").status == 403)
    }
  }

  @Test("a path that is not there, and a method that it does not take, are told apart")
  func pathsAndMethods() async throws {
    try await Self.run(.keyed([Self.alice])) { _, base in
      let paths = ["", "nothing", "keys/alice/nothing", "keys/", "generations/g1/x/y", "%2e%2e/api/keys"]
      for path in paths {
        let status = try await GatewayUnderTest.call(.GET, base + path, key: Self.token).status
        #expect(status == (path == "keys/" ? 200 : 404), "\(path)")
      }
      let wrong = try await GatewayUnderTest.call(.DELETE, base + "keys/alice", key: Self.token)
      #expect(wrong.status == 405 && wrong["Allow"] == "GET, PATCH")
    }
  }
}
