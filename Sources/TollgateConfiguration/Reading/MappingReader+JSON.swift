import TollgateCore

extension MappingReader {
  /// Reads a mapping of free form as JSON; empty where it is left out.
  func json(_ name: String) -> JSONObject {
    guard let member = take(name), !member.value.isNull else { return JSONObject() }
    guard case .mapping(let members) = member.value.content else {
      session.report("\(display(name)) is \(member.value.kind), but must be a mapping of arguments.", at: member.location)
      return JSONObject()
    }
    return noting(member, { _ in object(members, display(name)) }, spelled: YAMLText.json) ?? JSONObject()
  }

  private func object(_ members: [YAMLValue.Member], _ path: String) -> JSONObject {
    var object = JSONObject()
    for member in members {
      object[member.name] = json(member.value, "\(path).\(member.name)", at: member.location)
    }
    return object
  }

  private func json(_ value: YAMLValue, _ path: String, at location: SourceLocation) -> JSONValue {
    switch value.content {
    case .mapping(let members):
      return .object(object(members, path))
    case .sequence(let elements):
      return .array(
        elements.enumerated().map { index, element in json(element, "\(path)[\(index)]", at: element.location) })
    case .scalar(let written, let isQuoted):
      do {
        let text = try session.interpolate(written)
        if isQuoted { return .text(text) }
        return try PlainScalar(text: text, written: written).json()
      } catch {
        session.report("\(path) \(error)", at: location)
        return .null
      }
    }
  }
}
