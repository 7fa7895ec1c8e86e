import HTTPTypes
import NIOHTTP1
import Testing
import TollgateCore
import TollgateTestSupport

@testable import TollgateServer

@Suite("The administration's description says what there is")
struct OpenAPIDocumentTests {
  private static func document() throws -> JSONValue { try CanonicalJSON.parse(OpenAPIDocument.text(of: .shared)) }

  @Test("it has every route, and no other")
  func allRoutes() throws {
    var described: Set<String> = []
    for path in try #require(try Self.document()["paths"]?.object).members {
      for method in try #require(path.value.object).members {
        described.insert("\(method.name.text) \(path.name.text)")
      }
    }
    let routes = AdministrationRoutes.shared.all
    #expect(described == Set(routes.map { "\($0.method.rawValue.lowercased()) /\($0.path.text)" }))
    #expect(described.count == routes.count, "two routes of one method and path")
    #expect(Set(routes.map(\.operation)).count == routes.count, "two operations of one name")
  }

  @Test("what may be required to be unchanged has a GET whose tag says so")
  func conditions() {
    for route in AdministrationRoutes.shared.all where route.condition != nil {
      let thing = route.path.segments.prefix(2).map { if case .literal(let text) = $0 { text } else { "g1" } }
      guard case .route(let get, _) = AdministrationRoutes.shared.match(.get, thing), case .json = get.answer else {
        Issue.record("\(route.operation) has no GET at \(thing)")
        continue
      }
      #expect(!get.path.names.isEmpty, "\(route.operation)")
    }
  }

  @Test("every schema that is named is there, and is used")
  func references() throws {
    let document = try Self.document()
    var named: Set<String> = []
    func collect(_ value: JSONValue) {
      if let name = value["$ref"]?.string { named.insert(String(name.split(separator: "/").last ?? "")) }
      for member in value.object?.members ?? [] { collect(member.value) }
      for element in value.array ?? [] { collect(element) }
    }
    collect(document)
    #expect(named == Set(Schema.components.keys))
  }

  @Test("it is served, and only to who may see it")
  func served() async throws {
    try await GatewayUnderTest.run(.init { $0.adminToken = Secret("an-admin-token-for-tests") }) { gateway in
      let url = gateway.baseURL + "/-/api/openapi.json"
      #expect(try await GatewayUnderTest.call(.GET, url).status == 401)
      let reply = try await GatewayUnderTest.call(.GET, url, key: "an-admin-token-for-tests")
      #expect(reply.status == 200 && reply.bytes == OpenAPIDocument.text(of: .shared))
    }
  }
}
