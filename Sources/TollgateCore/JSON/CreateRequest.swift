/// A create's body, read strictly and brought to the form that is hashed and sent.
package struct CreateRequest: Sendable {
  /// The model, which may be one that nobody knows.
  package let model: String
  /// The arguments as they are sent: with the model's defaults filled in and its rules applied.
  package let args: JSONObject
  /// The client's object in its one spelling.
  package let canonical: [UInt8]
  /// What is sent upstream byte for byte, and what is hashed: canonical, without `callback_url`, with the model's defaults
  /// and under its rules. Further members of the object stay.
  package let normalised: [UInt8]
  /// The hash of the normalised bytes.
  package let content: Content
  /// The member `callback_url`, whatever it is; `nil` where it is absent or null.
  package let callbackURL: JSONValue?

  /// - Throws: What is wrong with the body, in a sentence with the place and the remedy.
  package init(body: Span<UInt8>, catalogue: Catalogue) throws(CreateRequestError) {
    let value: JSONValue
    do {
      value = try CanonicalJSON.parse(body)
    } catch {
      throw .syntax(error)
    }
    guard case .object(let object) = value else { throw .notAnObject(found: value.kind) }
    guard let modelValue = object["model"] else { throw .missingModel }
    guard let model = modelValue.string else { throw .modelNotAString(found: modelValue.kind) }
    guard !model.isEmpty else { throw .emptyModel }
    guard let argsValue = object["args"] else { throw .missingArgs }
    guard let args = argsValue.object else { throw .argsNotAnObject(found: argsValue.kind) }

    self.model = model
    let changed = catalogue.normalised(args, model: model)
    self.args = changed ?? args
    canonical = CanonicalJSON.encode(value, expectedCount: body.count)
    callbackURL = object["callback_url"].flatMap { $0.isNull ? nil : $0 }
    if object["callback_url"] == nil, changed == nil {
      normalised = canonical
    } else {
      var sent = object
      sent["callback_url"] = nil
      sent["args"] = .object(self.args)
      normalised = CanonicalJSON.encode(.object(sent), expectedCount: canonical.count + 256)
    }
    content = Content(hashing: normalised)
  }

  /// - Throws: What is wrong with the body, in a sentence with the place and the remedy.
  package init(body: [UInt8], catalogue: Catalogue) throws(CreateRequestError) {
    try self.init(body: body.span, catalogue: catalogue)
  }
}
