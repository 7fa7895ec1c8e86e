extension MappingReader {
  /// Reads a section: a mapping of settings with fixed names.
  func section(_ name: String, _ read: (MappingReader) -> Void) {
    let member = take(name)
    let (members, mistake) = mapping(member)
    let reader = MappingReader(
      members, path: path + [name], location: member?.location ?? location, isFixed: isFixed, session: session)
    read(reader)
    reader.close()
    if let mistake, let member {
      session.report(
        "\(display(name)) is \(mistake), but must be a mapping of settings. \(reader.allowed)", at: member.location)
    }
  }

  /// Reads a list of mappings; what `read` returns `nil` for is left out, its problem being reported.
  func list<Element>(_ name: String, _ read: (MappingReader) -> Element?) -> [Element] {
    guard let member = take(name), !member.value.isNull else { return [] }
    guard case .sequence(let elements) = member.value.content else {
      session.report("\(display(name)) is \(member.value.kind), but must be a list.", at: member.location)
      return []
    }
    return elements.enumerated().compactMap { index, value in
      let element = YAMLValue.Member(name: "\(name)[\(index)]", location: value.location, value: value)
      return self.element(element, of: name, read)
    }
  }

  /// Reads a mapping whose names are free; `read` gets each name and what it stands for.
  func entries<Element>(_ name: String, _ read: (String, MappingReader) -> Element?) -> [Element] {
    guard let member = take(name) else { return [] }
    let (members, mistake) = mapping(member)
    if let mistake { session.report("\(display(name)) is \(mistake), but must be a mapping.", at: member.location) }
    return members.compactMap { entry in
      let shown = YAMLValue.Member(name: "\(name)[\(shorten(entry.name))]", location: entry.location, value: entry.value)
      return element(shown, of: name) { read(entry.name, $0) }
    }
  }

  private func element<Element>(
    _ member: YAMLValue.Member, of list: String, _ read: (MappingReader) -> Element?
  ) -> Element? {
    let (members, mistake) = mapping(member)
    let reader = MappingReader(
      members, path: path + [member.name], location: member.location, isFixed: false, session: session)
    if let mistake {
      // Read for the list of allowed names only; what is missing in a mapping that is none is no problem of its own.
      let rehearsal = MappingReader(
        [], path: reader.path, location: nil, isFixed: false, session: ReadingSession(environment: [:]))
      _ = read(rehearsal)
      session.report(
        "\(display(member.name)) is \(mistake), but must be a mapping of settings. \(rehearsal.allowed)", at: member.location)
      return nil
    }
    let value = read(reader)
    reader.close()
    session.recordItem(of: list, at: member.location)
    return value
  }

  /// The members of a mapping, none where nothing was written; or what it is instead.
  private func mapping(_ member: YAMLValue.Member?) -> (members: [YAMLValue.Member], mistake: String?) {
    guard let member, !member.value.isNull else { return ([], nil) }
    guard case .mapping(let members) = member.value.content else { return ([], member.value.kind) }
    return (members, nil)
  }
}
