import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// What a gateway's administration answers where it did what it was asked.
///
/// Anything may answer at a wrong address, and the page of a proxy or of a sign-in comes with the status of a success, too.
enum AnswerForm: Sendable, CaseIterable {
  case nothing
  case json
  /// A bundle, as a tar archive.
  case bundle
  /// Server-Sent Events.
  case events

  /// The type of an error of the administration (RFC 9457).
  static let problem = "application/problem+json"

  /// Whether an answer is of this form.
  func fits(_ response: HTTPClientResponse) -> Bool {
    switch self {
    case .nothing: response.status == .noContent
    case .json: [.ok, .created].contains(response.status) && response.mediaType == "application/json"
    case .bundle: response.status == .ok && response.mediaType == "application/x-tar"
    case .events: response.status == .ok && response.mediaType == "text/event-stream"
    }
  }
}

extension HTTPClientResponse {
  /// The type of its body in lower case, without parameters; `nil` where it says none.
  var mediaType: String? {
    headers.first(name: "Content-Type")?.split(separator: ";").first?.trimmingCharacters(in: .whitespaces).lowercased()
  }

  /// Whether its status is that of a success.
  var isSuccess: Bool { (200..<300).contains(status.code) }
}
