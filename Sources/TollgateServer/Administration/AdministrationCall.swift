import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TollgateCore

/// One request to an operation of the administration, with what it needs to be answered.
struct AdministrationCall: Sendable {
  private static let bodyLimit = 1 << 20

  let request: Request
  let role: AdministrationRole
  /// The values of the path's names.
  let values: [String: String]
  let administration: any Administration
  /// The largest create that is quoted.
  let createLimit: ByteCount

  /// The value of a name in the path, or nothing where the template has none.
  func value(_ name: String) -> String { values[name] ?? "" }

  /// The purchase that the path names.
  ///
  /// - Throws: ``AdministrationError`` where it names none.
  func number() throws(AdministrationError) -> GenerationNumber { try request.number(value("number")) }

  /// What must still be true of the thing that the path names. What is not as it was read at all, such as a weak tag, is met by
  /// nothing (RFC 9110, §13.1.1).
  var precondition: Precondition {
    switch request.headers[.ifMatch].map(EntityTagList.init) {
    case nil, .any?: .none
    case .tags(let tags)?: .revisions(Set(tags.filter { !$0.isWeak }.map { String($0.quoted.dropFirst().dropLast()) }))
    }
  }

  /// The body, read as JSON.
  func body<Value: Decodable>(_ type: Value.Type = Value.self) async throws -> Value {
    let buffer = try await request.body.collect(upTo: Self.bodyLimit)
    return try JSONDecoder().decode(Value.self, from: Data(buffer.readableBytesView))
  }

  /// The body, read as JSON; `nil` where there is none.
  func optionalBody<Value: Decodable>(_ type: Value.Type = Value.self) async throws -> Value? {
    let buffer = try await request.body.collect(upTo: Self.bodyLimit)
    return buffer.readableBytes == 0 ? nil : try JSONDecoder().decode(Value.self, from: Data(buffer.readableBytesView))
  }

  /// The body of a create, as it came.
  func create() async throws -> [UInt8] {
    let buffer = try await request.body.collect(upTo: createLimit.bytes)
    return Array(buffer.readableBytesView)
  }

  /// The body as it comes.
  var pieces: some AsyncSequence<[UInt8], any Error> & Sendable { request.body.map { Array($0.readableBytesView) } }

  /// A page of a list, which says where the next one is.
  ///
  /// - Parameters:
  ///   - items: at most `limit`, the newest first.
  ///   - limit: how many were asked for. With as many there may be more.
  ///   - last: what the next page comes before.
  /// - Returns: the page.
  func page<Item: Encodable & Sendable>(
    _ items: [Item], limit: Int, before last: (Item) -> String
  ) -> AdministrationReply {
    page(items, before: items.count == limit ? items.last.map(last) : nil)
  }

  /// A page of a list, which says where the next one is.
  ///
  /// - Parameters:
  ///   - items: the newest first.
  ///   - last: what the next page comes before; `nil` where there is none.
  /// - Returns: the page.
  func page(_ items: [some Encodable & Sendable], before last: String?) -> AdministrationReply {
    guard let last else { return .json(items) }
    var parameters = request.uri.queryParameters.filter { $0.key != "before" }.map { "\($0.key)=\(Self.escaped($0.value))" }
    parameters.append("before=\(last)")
    return .json(items, next: request.uri.path + "?" + parameters.joined(separator: "&"))
  }

  private static func escaped(_ text: Substring) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}

/// What an operation answers with.
enum AdministrationReply: Sendable {
  case nothing
  /// JSON, and where it is a page of a list the target of the next one. Where what it shows has a revision, that is its tag, and
  /// else the tag is made of it.
  case json(any Encodable & Sendable, next: String? = nil, revision: String? = nil)
  case bundle(BundleExport)
  case events(AsyncThrowingStream<RequestEvent, any Error>)
  case backup(BackupRun)
}
