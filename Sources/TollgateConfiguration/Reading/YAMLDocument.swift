import Yams

/// Reads YAML text into a ``YAMLValue``: one document, without anchors, aliases, merge keys, tags and duplicate names.
///
/// Yams resolves aliases while it composes, without a limit, and an alias used as a mapping's name is hashed in full: a short
/// text could keep it busy for years. So no anchor ever reaches it: every `&` is replaced by a stand-in that YAML takes for an
/// ordinary letter. Then each alias is undefined, which Yams reports at once, and a plain text that begins with the stand-in
/// was an anchor, because a plain text cannot begin with `&`. Everywhere else the stand-in is turned back.
struct YAMLDocument {
  /// The name of the file, for the places.
  let file: String
  let text: String

  /// U+E000, the first character of the private use area, which has no meaning of its own.
  private static let standIn: Unicode.Scalar = "\u{E000}"
  private static let byteOrderMark: Unicode.Scalar = "\u{FEFF}"
  /// More than any configuration needs, and little enough for recursion.
  static let maximumDepth = 32

  /// The value of the document, or `nil` where it is empty.
  static func read(_ text: String, file: String) throws(ConfigurationError) -> YAMLValue? {
    try YAMLDocument(file: file, text: text).read()
  }

  private func read() throws(ConfigurationError) -> YAMLValue? {
    var scalars = text.unicodeScalars[...]
    if scalars.first == Self.byteOrderMark { scalars.removeFirst() }
    if let index = scalars.firstIndex(of: Self.standIn) {
      let line = 1 + scalars[..<index].count { $0 == "\n" }
      throw ConfigurationError("\(file):\(line): the character U+E000 has no place in a configuration; remove it.")
    }
    var guarded = String.UnicodeScalarView()
    guarded.append(contentsOf: scalars.lazy.map { $0 == "&" ? Self.standIn : $0 })
    do {
      let parser = try Parser(yaml: String(guarded), resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return nil }
      return try convert(root, depth: 0)
    } catch let error as ConfigurationError {
      throw error
    } catch let error as YamlError {
      throw syntaxError(error)
    } catch {
      throw ConfigurationError("\(file): not readable as YAML.")
    }
  }

  // MARK: The tree

  private func convert(_ node: Node, depth: Int) throws(ConfigurationError) -> YAMLValue {
    let mark = Place(node.mark)
    guard depth < Self.maximumDepth else {
      throw problem(at: mark, Self.depthRemedy)
    }
    let location = SourceLocation(file: file, line: mark.line)
    switch node {
    case .scalar(let scalar):
      let isQuoted = try checkScalar(scalar, at: mark)
      return YAMLValue(content: .scalar(restored(scalar.string), isQuoted: isQuoted), location: location)
    case .sequence(let sequence):
      try checkTag(sequence.tag, at: mark)
      var elements: [YAMLValue] = []
      for element in sequence { elements.append(try convert(element, depth: depth + 1)) }
      return YAMLValue(content: .sequence(elements), location: location)
    case .mapping(let mapping):
      try checkTag(mapping.tag, at: mark)
      var members: [YAMLValue.Member] = []
      for (name, value) in mapping { members.append(try convert(name, value, depth: depth + 1)) }
      return YAMLValue(content: .mapping(members), location: location)
    case .alias:
      throw problem(at: mark, Self.aliasRemedy)
    }
  }

  private func convert(_ name: Node, _ value: Node, depth: Int) throws(ConfigurationError) -> YAMLValue.Member {
    let key = try convert(name, depth: depth)
    guard case .scalar(let text, _) = key.content else {
      throw problem(at: Place(name.mark), "the name of a setting must be a single text, not \(key.kind).")
    }
    // The style, not the tag: Yams resolves the tags of names while it looks for duplicates.
    guard text != "<<" || name.scalar?.style != .plain else {
      throw problem(at: Place(name.mark), "the merge key << is not allowed in this file; write the settings out.")
    }
    return YAMLValue.Member(name: text, location: key.location, value: try convert(value, depth: depth))
  }

  /// Refuses anchors and foreign tags; tells whether the text was quoted.
  private func checkScalar(_ scalar: Node.Scalar, at mark: Place) throws(ConfigurationError) -> Bool {
    guard scalar.style == .plain else {
      try checkTag(scalar.tag, at: mark)
      return true
    }
    if scalar.string.unicodeScalars.first == Self.standIn { throw problem(at: mark, Self.anchorRemedy) }
    try checkTag(scalar.tag, at: mark)
    // A plain text has no tag of its own; `!!str 5` asks for a text.
    return scalar.tag.rawValue == Tag.Name.str.rawValue
  }

  private func checkTag(_ tag: Tag, at mark: Place) throws(ConfigurationError) {
    let expected: [Tag.Name] = [.implicit, .nonSpecific, .str, .seq, .map]
    guard expected.map(\.rawValue).contains(tag.rawValue) else {
      throw problem(at: mark, "the tag \(restored(tag.rawValue)) is not allowed in this file; remove it.")
    }
  }

  func restored(_ text: String) -> String {
    guard text.unicodeScalars.contains(Self.standIn) else { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.lazy.map { $0 == Self.standIn ? "&" : $0 })
    return String(scalars)
  }
}
