import HTTPTypes
import TollgateCore

extension HTTPResponse.Status {
  /// How a refusal of the administration is answered.
  init(_ kind: AdministrationError.Kind) {
    self =
      switch kind {
      case .notFound: .notFound
      case .conflict: .conflict
      case .changed: .preconditionFailed
      case .invalid: .badRequest
      case .refused: .forbidden
      case .unavailable: .serviceUnavailable
      }
  }
}
