import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers
import NIOCore
package import TollgateCore

/// The figures as a server offers them.
package struct ServedMetrics: Sendable {
  let source: any MetricsSource
  let isOpen: Bool

  /// - Parameters:
  ///   - source: makes the page.
  ///   - isOpen: whether whoever may ask for it need not be an administrator.
  package init(_ source: any MetricsSource, isOpen: Bool) {
    self.source = source
    self.isOpen = isOpen
  }
}

/// `GET /-/metrics`, in the Prometheus text format.
struct MetricsResponder: Sendable {
  /// So many pages are made at a time: a scraper asks every few seconds.
  private static let maximumPages = 8

  let metrics: ServedMetrics
  let door: AdministrationDoor
  private let pages = NIOLockedValueBox(0)

  init(_ metrics: ServedMetrics, door: AdministrationDoor) {
    self.metrics = metrics
    self.door = door
  }

  /// Whether a path is that of the page.
  static func isPath(_ path: String) -> Bool { path.split(separator: "/").elementsEqual(["-", "metrics"]) }

  /// Answers whoever is let in.
  ///
  /// - Throws: ``AdministrationRefusal`` for all others.
  func response(to request: Request) async throws -> Response {
    guard request.method == .get else {
      throw AdministrationRefusal(.methodNotAllowed, "This path takes GET only.", fields: [.allow: "GET"])
    }
    if !metrics.isOpen {
      guard try await door.role(of: request) == .administrator else {
        throw AdministrationRefusal(.forbidden, "A key may not read the metrics; it needs the admin token.")
      }
    }
    let mayMake = pages.withLockedValue { pages in
      guard pages < Self.maximumPages else { return false }
      pages += 1
      return true
    }
    guard mayMake else {
      throw AdministrationRefusal(
        .serviceUnavailable, "The metrics are read too often at once; read them again in a moment.", fields: [.retryAfter: "1"])
    }
    defer { pages.withLockedValue { $0 -= 1 } }
    let page = await metrics.source.page()
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
      ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: page)))
  }
}
