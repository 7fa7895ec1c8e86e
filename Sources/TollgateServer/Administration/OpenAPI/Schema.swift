import TollgateCore

/// What a JSON value looks like, as JSON Schema 2020-12 says it, which OpenAPI 3.1 uses.
indirect enum Schema: Sendable {
  /// One of the named schemas.
  case named(String)
  case text
  /// A text of this form, a regular expression of ECMA-262.
  case pattern(String, example: String)
  /// One of these texts.
  case oneOf([String])
  case integer(ClosedRange<Int64>)
  case truth
  case array(Schema)
  /// An object. A member that is not required is left out where there is nothing to say.
  case object([Member])
  /// An object whose members are all optional, may be `null` to take away, and of which there are no others (RFC 7396).
  case mergePatch([Member])
  /// A value or `null`.
  case orNull(Schema)
  /// An object with these members, and any others.
  case openObject([Member])
  /// Anything that is an object.
  case anyObject
  /// A value that has one of these forms.
  case anyOf([Schema])
  /// An object with exactly one of these members.
  case oneMember([Member])

  /// A member of an object.
  struct Member: Sendable {
    let name: String
    let schema: Schema
    let isRequired: Bool

    /// One that is always there.
    static func always(_ name: String, _ schema: Schema) -> Member { Member(name: name, schema: schema, isRequired: true) }
    /// One that may be left out.
    static func maybe(_ name: String, _ schema: Schema) -> Member { Member(name: name, schema: schema, isRequired: false) }
  }

  /// A schema that lists what an enumeration allows.
  static func choice<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> Schema {
    .oneOf(Value.allCases.map(\.rawValue))
  }

  /// The schema as JSON.
  var json: JSONValue {
    switch self {
    case .named(let name): ["$ref": .string(JSONString("#/components/schemas/\(name)"))]
    case .text: ["type": "string"]
    case .pattern(let pattern, let example):
      ["type": "string", "pattern": .string(JSONString(pattern)), "examples": [.string(JSONString(example))]]
    case .oneOf(let texts): ["type": "string", "enum": .array(texts.map { .string(JSONString($0)) })]
    case .integer(let range):
      [
        "type": "integer", "format": "int64", "minimum": .number(JSONNumber(range.lowerBound)),
        "maximum": .number(JSONNumber(range.upperBound)),
      ]
    case .truth: ["type": "boolean"]
    case .array(let element): ["type": "array", "items": element.json]
    case .object(let members): Self.object(members, required: members.filter(\.isRequired).map(\.name))
    case .openObject(let members):
      Self.object(members, required: members.filter(\.isRequired).map(\.name), isClosed: false)
    case .anyObject: ["type": "object"]
    case .anyOf(let schemas): ["anyOf": .array(schemas.map(\.json))]
    case .mergePatch(let members):
      Self.object(
        members.map { member in
          switch member.schema {
          // A section is patched, and not taken away.
          case .mergePatch, .named: member
          default: .maybe(member.name, .orNull(member.schema))
          }
        }, required: [])
    case .oneMember(let members):
      ["oneOf": .array(members.map { Self.object([$0], required: [$0.name]) })]
    case .orNull(let schema): ["anyOf": [schema.json, ["type": "null"]]]
    }
  }

  private static func object(_ members: [Member], required: [String], isClosed: Bool = true) -> JSONValue {
    var properties = JSONObject()
    for member in members { properties[JSONString(member.name)] = member.schema.json }
    var schema: JSONObject = ["type": "object", "properties": .object(properties)]
    if isClosed { schema["additionalProperties"] = false }
    if !required.isEmpty { schema["required"] = .array(required.map { .string(JSONString($0)) }) }
    return .object(schema)
  }
}
