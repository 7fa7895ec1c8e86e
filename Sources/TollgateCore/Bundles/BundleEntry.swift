/// One request with its result, as a bundle has it: without anything that says who asked.
package struct BundleEntry: Sendable, Equatable {
  /// A larger one is not read, in bytes.
  package static let largest: Int64 = 64 << 20
  /// What is kept of the upstream's record. Ids, keys and money of the purchase are its buyer's.
  private static let recordMembers: [JSONString] = [
    "args", "created_at", "finished_at", "model", "result", "status", "updated_at",
  ]
  private static let members: [JSONString] = ["content", "cost", "record", "request", "variant"]

  /// By the rules of the gateway that wrote the bundle.
  package let content: Content
  package let variant: String
  /// What the result cost, and a replay saves.
  package let cost: Money
  /// The client's request without `callback_url`.
  package let request: JSONObject
  /// The upstream's record, with names of the bundle's files in place of links.
  package let record: JSONObject
  /// The files that the record names, each once.
  package let files: Set<BundleFileName>

  /// An entry of a result whose files are all kept.
  ///
  /// - Returns: `nil` where a link in the record leads to no file that is kept.
  package init?(_ stored: RecordedGeneration) {
    guard let request = (try? CanonicalJSON.parse(stored.canonicalBody))?.object,
      let record = stored.record.flatMap({ try? CanonicalJSON.parse($0) })?.object
    else { return nil }
    var names: [String: BundleFileName] = [:]
    for link in ResultLinks.of(record) {
      guard let blob = stored.blobs[link.url] else { return nil }
      names[link.url] = BundleFileName(blob, link: link)
    }
    guard !names.isEmpty else { return nil }
    content = stored.generation.slot.content
    variant = stored.generation.slot.variant
    cost = stored.generation.cost
    self.request = request.without("callback_url")
    self.record = ResultLinks.replacing(in: record.with(only: Self.recordMembers)) { names[$0]?.description }
    files = Set(names.values)
  }

  /// Its file.
  package var bytes: [UInt8] {
    CanonicalJSON.encode([
      "content": .text(content.description), "cost": .text(cost.description), "record": .object(record),
      "request": .object(request), "variant": .text(variant),
    ])
  }

  /// Reads what ``bytes`` writes, and nothing else.
  init(_ bytes: [UInt8], named name: String) throws(BundleError) {
    let value: JSONValue
    do { value = try CanonicalJSON.parse(bytes) } catch { throw BundleError("\(name) is not strict JSON: \(error).") }
    guard let content = value["content"]?.string.flatMap(HexDigits.bytes(of:)).flatMap({ Content(digest: $0) }),
      let variant = value["variant"]?.string, let cost = value["cost"]?.string.flatMap({ Money($0) }),
      let request = value["request"]?.object, let record = value["record"]?.object,
      value.object?.members.map(\.name) == Self.members, record.members.allSatisfy({ Self.recordMembers.contains($0.name) }),
      request["callback_url"] == nil
    else { throw BundleError("\(name) has not the members of an entry.") }
    guard cost.isPlausibleCharge else { throw BundleError("\(name) says that it cost \(cost), which nothing costs.") }
    guard variant.isEmpty || ShortName.isValid(variant) else { throw BundleError("\(name) has no variant that could be one.") }
    self.content = content
    self.variant = variant
    self.cost = cost
    self.request = request
    self.record = record
    var files: Set<BundleFileName> = []
    Self.collect(record["result"] ?? .null, &files)
    self.files = files
    guard self.bytes == bytes, !files.isEmpty else { throw BundleError("\(name) is not as tollgate writes it.") }
  }

  /// The record as it is kept: every file has a link that nobody follows.
  package var keptRecord: JSONObject {
    var kept = record
    kept["result"] = record["result"].map(Self.linked)
    return kept
  }

  private static func collect(_ value: JSONValue, _ files: inout Set<BundleFileName>) {
    switch value {
    case .string(let text): if let name = BundleFileName(text.text) { files.insert(name) }
    case .array(let elements): for element in elements { collect(element, &files) }
    case .object(let object): for member in object.members { collect(member.value, &files) }
    case .null, .bool, .number: break
    }
  }

  private static func linked(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): return BundleFileName(text.text).map { .text($0.url) } ?? value
    case .array(let elements): return .array(elements.map(linked))
    case .object(var object):
      for member in object.members { object[member.name] = linked(member.value) }
      return .object(object)
    case .null, .bool, .number: return value
    }
  }
}

extension JSONObject {
  fileprivate func without(_ name: JSONString) -> JSONObject {
    var object = self
    object[name] = nil
    return object
  }

  fileprivate func with(only names: [JSONString]) -> JSONObject {
    var object = JSONObject()
    for name in names { object[name] = self[name] }
    return object
  }
}
