/// Why a body is not a create.
package enum CreateRequestError: Error, Equatable {
  /// Not strict JSON.
  case syntax(JSONSyntaxError)
  /// Strict JSON, but not an object; what it is instead, as in ``JSONValue/kind``.
  case notAnObject(found: String)
  case missingModel
  case modelNotAString(found: String)
  case emptyModel
  case missingArgs
  case argsNotAnObject(found: String)
}

extension CreateRequestError: CustomStringConvertible {
  private static let remedy = "Send {\"model\": \"<vendor>/<model>/<task>\", \"args\": {…}}."

  /// One or two sentences: what is wrong, where, and what to do.
  package var description: String {
    switch self {
    case .syntax(let error):
      "The body is not strict JSON: \(error)."
    case .notAnObject(let found):
      "The body must be one JSON object, not \(found). \(Self.remedy)"
    case .missingModel:
      "The member \"model\" is missing. \(Self.remedy)"
    case .modelNotAString(let found):
      "The member \"model\" must be a string, not \(found). \(Self.remedy)"
    case .emptyModel:
      "The member \"model\" is empty. \(Self.remedy)"
    case .missingArgs:
      "The member \"args\" is missing: the model's arguments belong into it. \(Self.remedy)"
    case .argsNotAnObject(let found):
      "The member \"args\" must be an object, not \(found). \(Self.remedy)"
    }
  }
}
