import BasicContainers

/// Finds out by which content the cache knows a create, without making values of its JSON: many times as fast as
/// ``CreateRequest``, and in memory that is used again and again. Each event loop has one of its own.
package struct CreateIdentifier: ~Copyable {
  private var scanner = CanonicalScanner()
  private var normalised = UniqueArray<UInt8>()

  /// An identifier without any memory yet.
  package init() {}

  /// The identity of a create.
  ///
  /// - Returns: `nil` for everything that is not a plain create: ``CreateRequest`` then says what it is or what is wrong with it.
  ///   So it is with a `callback_url`, with models whose rules ignore arguments or name media, and with member names that need an
  ///   escape.
  package mutating func identify(_ body: Span<UInt8>, under catalogue: Catalogue) -> CreateIdentity? {
    guard scanner.readCreate(body), let model = modelID(),
      let plan = catalogue.createPlans[scanner.canonical.span.extracting(model)]
    else { return nil }
    CanonicalScanner.empty(&normalised)
    Self.normalise(scanner, plan, into: &normalised)
    return CreateIdentity(content: Content(hashing: normalised.span), model: plan.model)
  }

  /// Where the model's id is in the canonical bytes; `nil` where there is no plain one, or a `callback_url`.
  private func modelID() -> Range<Int>? {
    let text = scanner.canonical.span
    var found: Range<Int>?
    for index in 0..<scanner.members.count {
      let member = scanner.members[index]
      let name = text.extracting(member.name)
      if JSONText.areEqual(name, "callback_url") { return nil }
      if JSONText.areEqual(name, "model") { found = member.value }
    }
    guard let found, found.count > 2, text[found.lowerBound] == UInt8(ascii: "\"") else { return nil }
    let id = found.lowerBound + 1..<found.upperBound - 1
    return id.contains { text[$0] == UInt8(ascii: "\\") } ? nil : id
  }

  /// Puts a create's members in their order, and the defaults between those of `args`.
  private static func normalise(
    _ create: borrowing CanonicalScanner, _ plan: CreatePlan, into normalised: inout UniqueArray<UInt8>
  ) {
    let text = create.canonical.span
    normalised.append(UInt8(ascii: "{"))
    for index in 0..<create.members.count {
      let member = create.members[index]
      if normalised.count > 1 { normalised.append(UInt8(ascii: ",")) }
      if JSONText.areEqual(text.extracting(member.name), "args") {
        normalised.append(copying: text.extracting(member.start..<member.value.lowerBound))
        append(create.args.span, of: text, and: plan, to: &normalised)
      } else {
        normalised.append(copying: text.extracting(member.all))
      }
    }
    normalised.append(UInt8(ascii: "}"))
  }

  /// Appends an object of the members that are given, and of the defaults that are not.
  private static func append(
    _ given: Span<CanonicalMember>, of text: Span<UInt8>, and plan: CreatePlan, to object: inout UniqueArray<UInt8>
  ) {
    object.append(UInt8(ascii: "{"))
    let start = object.count
    let defaults = plan.defaults.span
    var next = 0
    for index in given.indices {
      let name = text.extracting(given[index].name)
      while next < plan.members.count {
        let order = JSONText.order(defaults.extracting(plan.members[next].name), name)
        if order > 0 { break }
        if order < 0 { append(plan.members[next], of: defaults, to: &object, start) }
        next += 1
      }
      append(given[index], of: text, to: &object, start)
    }
    while next < plan.members.count {
      append(plan.members[next], of: defaults, to: &object, start)
      next += 1
    }
    object.append(UInt8(ascii: "}"))
  }

  private static func append(
    _ member: CanonicalMember, of text: Span<UInt8>, to object: inout UniqueArray<UInt8>, _ start: Int
  ) {
    if object.count > start { object.append(UInt8(ascii: ",")) }
    object.append(copying: text.extracting(member.all))
  }
}
