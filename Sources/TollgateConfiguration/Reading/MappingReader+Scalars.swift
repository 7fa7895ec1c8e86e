extension MappingReader {
  /// Reads a setting that has a default.
  ///
  /// - Parameters:
  ///   - name: its name in the file.
  ///   - value: the default, replaced by what the environment or the file says.
  ///   - format: how it is written.
  ///   - fallback: an environment variable that has the value where neither says anything.
  func scalar<Value>(
    _ name: String, _ value: inout Value, _ format: ScalarFormat<Value>, orVariable fallback: String? = nil
  ) {
    let member = take(name)
    let variable = ReadingSession.variable(of: path + [name])
    var origin = SettingOrigin.builtIn
    var variables: [String] = []
    if isFixed, let text = session.environment[variable] {
      origin = .environment(variable)
      if let read = parse(text, written: text, isQuoted: false, name, format, at: origin) { value = read }
    } else if let member {
      origin = .file(member.location)
      let (read, taken) = session.takingVariables { self.read(member, format) }
      if let read { value = read }
      variables = taken
    } else if let fallback, let text = session.environment[fallback] {
      origin = .environment(fallback)
      if let read = parse(text, written: text, isQuoted: false, name, format, at: origin) { value = read }
    }
    guard isFixed || member != nil else { return }
    session.record(
      EffectiveSetting(path: path + [name], value: format.spell(value), origin: origin, variables: variables), isFixed: isFixed)
  }

  /// Reads a setting that may be left out.
  func optional<Value>(_ name: String, _ format: ScalarFormat<Value>) -> Value? {
    take(name).flatMap { member in
      noting(member, { self.read($0, format) }, spelled: format.spell)
    }
  }

  /// Reads a setting that must be there.
  func required<Value>(_ name: String, _ format: ScalarFormat<Value>) -> Value? {
    guard let member = take(name) else {
      session.report("\(path.joined(separator: ".")) has no \(name); it must have one, \(format.expectation).", at: location)
      return nil
    }
    return noting(member, { self.read($0, format) }, spelled: format.spell)
  }

  /// Reads a list of single values that has a default. In the environment they stand behind one another, with commas.
  func list<Value>(_ name: String, _ values: inout [Value], _ format: ScalarFormat<Value>) {
    let member = take(name)
    let variable = ReadingSession.variable(of: path + [name])
    var origin = SettingOrigin.builtIn
    var variables: [String] = []
    if let text = session.environment[variable] {
      origin = .environment(variable)
      values = text.split(separator: ",").compactMap { part in
        let text = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        return parse(text, written: text, isQuoted: false, name, format, at: origin)
      }
    } else if let member {
      origin = .file(member.location)
      let (read, taken) = session.takingVariables { elements(of: member, format) }
      if let read { values = read }
      variables = taken
    }
    session.record(
      EffectiveSetting(
        path: path + [name], value: YAMLText.list(values.map(format.spell)), origin: origin, variables: variables),
      isFixed: isFixed)
  }

  /// Reads a list of single values.
  func values<Value>(_ name: String, _ format: ScalarFormat<Value>) -> [Value]? {
    guard let member = take(name) else { return nil }
    return noting(member) {
      elements(of: $0, format)
    } spelled: {
      YAMLText.list($0.map(format.spell))
    }
  }

  /// The elements of a list of single values; `nil` where there is none.
  private func elements<Value>(of member: YAMLValue.Member, _ format: ScalarFormat<Value>) -> [Value]? {
    guard !member.value.isNull else { return nil }
    guard case .sequence(let elements) = member.value.content else {
      session.report(
        "\(display(member.name)) is \(member.value.kind), but must be a list such as [a, b], each element "
          + "\(format.expectation).",
        at: member.location)
      return nil
    }
    return elements.enumerated().compactMap { index, element in
      read(YAMLValue.Member(name: "\(member.name)[\(index)]", location: element.location, value: element), format)
    }
  }

  /// Reads a member of an element, and notes what it has.
  func noting<Value>(
    _ member: YAMLValue.Member, _ read: (YAMLValue.Member) -> Value?, spelled spell: (Value) -> String
  ) -> Value? {
    let (value, variables) = session.takingVariables { read(member) }
    if let value {
      session.record(
        EffectiveSetting(
          path: path + [member.name], value: spell(value), origin: .file(member.location), variables: variables),
        isFixed: isFixed)
    }
    return value
  }

  /// Whether a setting is `[]`.
  func isEmptyList(_ name: String) -> Bool {
    guard case .sequence(let elements)? = member(name)?.value.content else { return false }
    return elements.isEmpty
  }

  private func read<Value>(_ member: YAMLValue.Member, _ format: ScalarFormat<Value>) -> Value? {
    let origin = SettingOrigin.file(member.location)
    guard case .scalar(let written, let isQuoted) = member.value.content else {
      session.report("\(display(member.name)) is \(member.value.kind), but must be \(format.expectation).", at: origin)
      return nil
    }
    do {
      let text = try session.interpolate(written)
      return parse(text, written: written, isQuoted: isQuoted, member.name, format, at: origin)
    } catch {
      session.report("\(display(member.name)) \(error)", at: origin)
      return nil
    }
  }

  /// The value of a text. What an error shows is `written`, the text before `${…}` was replaced, because what replaced it may
  /// be a secret.
  private func parse<Value>(
    _ text: String, written: String, isQuoted: Bool, _ name: String, _ format: ScalarFormat<Value>, at origin: SettingOrigin
  ) -> Value? {
    let isNull = !isQuoted && YAMLValue.isNull(text)
    if isNull, let null = format.null { return null }
    if !isNull, let value = format.parse(text) { return value }
    let hint = format.hint(text) ?? "."
    if isNull {
      session.report("\(display(name)) has no value; it must be \(format.expectation).", at: origin)
    } else if format.isSecret {
      session.report("\(display(name)) must be \(format.expectation)\(hint)", at: origin)
    } else {
      session.report("\(display(name)) is \(quote(written)), but must be \(format.expectation)\(hint)", at: origin)
    }
    return nil
  }
}
