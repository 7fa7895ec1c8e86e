import HTTPTypes
import TollgateCore

/// The description of the administration's API in OpenAPI 3.1 (<https://spec.openapis.org/oas/v3.1.1>), made from its routes.
enum OpenAPIDocument {
  /// What any operation may answer with besides its own.
  private static let usualProblems = ["400", "401", "403", "404", "421", "429", "503"]
  private static let writeProblems = ["409", "412"]

  /// The document as JSON text.
  static func text(of routes: AdministrationRoutes) -> [UInt8] {
    var paths = JSONObject()
    for route in routes.all {
      let path = JSONString("/" + route.path.text)
      var operations = paths[path]?.object ?? JSONObject()
      operations[JSONString(route.method.rawValue.lowercased())] = operation(route)
      paths[path] = .object(operations)
    }
    var schemas = JSONObject()
    for (name, schema) in Schema.components { schemas[JSONString(name)] = schema.json }
    return CanonicalJSON.encode([
      "openapi": "3.1.0",
      "info": [
        "title": "Tollgate administration", "version": "1",
        "description": """
        What the console and the command line do, and all that they can do. Over TCP it needs the admin token (admin.token); a key's \
        own token reads what is its own. Errors are problems (RFC 9457).
        """,
      ],
      "servers": [["url": "/-/api"]],
      "security": [["token": []]],
      "paths": .object(paths),
      "components": [
        "schemas": .object(schemas),
        "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
      ],
    ])
  }

  private static func operation(_ route: AdministrationRoute) -> JSONValue {
    var operation: JSONObject = [
      "operationId": .string(JSONString(route.operation)), "summary": .string(JSONString(route.summary)),
      "parameters": .array(parameters(of: route)), "responses": responses(of: route),
      "x-tollgate-access": .string(
        route.access.allows(.key("")) || route.isSharedWithKeys ? "key" : "administrator"),
    ]
    if let body = route.body {
      let isRequired = if case .maybe = body { false } else { true }
      operation["requestBody"] = ["required": .bool(isRequired), "content": content(body) ?? [:]]
    }
    return .object(operation)
  }

  private static func parameters(of route: AdministrationRoute) -> [JSONValue] {
    var parameters: [JSONValue] = route.path.names.map { name in
      ["name": .string(JSONString(name)), "in": "path", "required": true, "schema": pathSchema(name).json]
    }
    parameters += route.parameters.map { parameter in
      [
        "name": .string(JSONString(parameter.name)), "in": "query", "required": false,
        "description": .string(JSONString(parameter.summary)), "schema": parameter.schema.json,
      ]
    }
    if route.condition != nil {
      parameters.append([
        "name": "If-Match", "in": "header", "required": false, "schema": Schema.text.json,
        "description": "The tag that the thing must still have; 412 where it has another.",
      ])
    }
    return parameters
  }

  private static func pathSchema(_ name: String) -> Schema {
    switch name {
    case "number": .generationNumber
    case "id": .callbackID
    default: .text
    }
  }

  private static func responses(of route: AdministrationRoute) -> JSONValue {
    var answer: JSONObject = ["description": "It is done."]
    if let content = content(route.answer) { answer["content"] = content }
    var responses: JSONObject = [String(route.status.code): .object(answer)]
    if route.method == .get { responses["304"] = ["description": "It is as the client knows it."] }
    let problem: JSONValue = [
      "description": "It was not done; the detail says why and what to do.",
      "content": ["application/problem+json": ["schema": Schema.problem.json]],
    ]
    for status in usualProblems + (route.method == .get ? [] : writeProblems) {
      responses[JSONString(status)] = problem
    }
    if case .create? = route.body { responses["413"] = problem }
    if route.isSharedWithKeys {
      for status in ["415", "429"] { responses[JSONString(status)] = problem }
    }
    return .object(responses)
  }

  private static func content(_ payload: Payload) -> JSONValue? {
    switch payload {
    case .nothing: nil
    case .json(let schema), .maybe(let schema): ["application/json": ["schema": schema.json]]
    case .create: ["application/json": ["schema": Schema.named("Create").json]]
    case .tar: ["application/x-tar": [:]]
    // OpenAPI 3.1 has no words for what stands in the lines.
    case .events(let schema): ["text/event-stream": ["schema": ["type": "string"], "x-event-schema": schema.json]]
    }
  }
}
