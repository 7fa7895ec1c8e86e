import NIOConcurrencyHelpers
import NIOCore

@testable import TollgateServer

/// Answers what is asked for under `/instant` with the body that came, and wants to see what is asked for under `/maybe`. It waits
/// for no body under `/instant/stranger`.
struct InstantStub: InstantAnswering {
  private let asked = NIOLockedValueBox<[String]>([])

  /// The paths for which it was asked with a body.
  var paths: [String] { asked.withLockedValue { $0 } }

  func mayAnswer(_ head: borrowing RequestHead) -> Bool {
    let path = Self.path(head)
    return path.hasPrefix("/instant") || path.hasPrefix("/maybe")
  }

  func mayCollect(_ head: borrowing RequestHead) -> Bool { !Self.path(head).hasPrefix("/instant/stranger") }

  func answer(_ head: borrowing RequestHead, body: Span<UInt8>, closes: Bool, into out: inout ByteBuffer) -> Bool {
    let path = Self.path(head)
    asked.withLockedValue { $0.append(path) }
    out.writeString("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nX-Path: \(path)\r\n")
    out.writeString(closes ? "Connection: close\r\n\r\n" : "\r\n")
    for index in body.indices { out.writeInteger(body[index]) }
    return path.hasPrefix("/instant")
  }

  private static func path(_ head: borrowing RequestHead) -> String {
    head.withTarget { target in String(decoding: target.indices.map { target[$0] }, as: UTF8.self) }
  }
}
