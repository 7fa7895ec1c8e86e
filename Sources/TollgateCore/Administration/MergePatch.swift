/// One object of a JSON merge patch (RFC 7396): what is left out stays, `null` takes away. A member that there is not is refused
/// rather than ignored: a limit that somebody meant to set would not be there.
struct MergePatch {
  /// The name of a member.
  struct Member: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  private let container: KeyedDecodingContainer<Member>

  /// - Throws: ``AdministrationError`` where a member is none of `members`.
  init(_ decoder: any Decoder, members: [String], of thing: String) throws {
    container = try decoder.container(keyedBy: Member.self)
    for member in container.allKeys where !members.contains(member.stringValue) {
      throw AdministrationError(
        .invalid,
        "\"\(member.stringValue)\" is no member of \(thing), which has \(members.joined(separator: ", ")).")
    }
  }

  /// What becomes of one member.
  func step<Value: Codable>(_ name: String) throws -> LimitChange.Step<Value> {
    let member = Member(name)
    guard container.contains(member) else { return .keep }
    return .set(try container.decodeNil(forKey: member) ? nil : container.decode(Value.self, forKey: member))
  }

  /// Reads an object within this one; `nil` where it is left out.
  @discardableResult
  func section<Value>(_ name: String, _ read: (any Decoder) throws -> Value) throws -> Value? {
    let member = Member(name)
    return container.contains(member) ? try read(try container.superDecoder(forKey: member)) : nil
  }
}

extension KeyedEncodingContainer<MergePatch.Member> {
  /// Writes what becomes of one member, where it changes.
  mutating func encode<Value>(_ step: LimitChange.Step<Value>, _ name: String) throws {
    guard case .set(let value) = step else { return }
    if let value { try encode(value, forKey: Key(name)) } else { try encodeNil(forKey: Key(name)) }
  }
}
