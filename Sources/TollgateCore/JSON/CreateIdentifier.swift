/// Finds out by which content the cache knows a create, without making values of its JSON: many times as fast as
/// ``CreateRequest``, and in memory that is used again and again. Each event loop has one of its own.
package struct CreateIdentifier: ~Copyable {
  private var scanner = CanonicalScanner()
  private var normalised: [UInt8] = []

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
    Self.normalise(scanner.canonical, scanner.members, args: scanner.args, plan, into: &normalised)
    return CreateIdentity(content: Content(hashing: normalised.span), model: plan.model)
  }

  /// Where the model's id is in the canonical bytes; `nil` where there is no plain one, or a `callback_url`.
  private func modelID() -> Range<Int>? {
    let text = scanner.canonical.span
    var found: Range<Int>?
    for member in scanner.members {
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
    _ create: [UInt8], _ members: [CanonicalMember], args: [CanonicalMember], _ plan: CreatePlan, into normalised: inout [UInt8]
  ) {
    let text = create.span
    normalised.append(UInt8(ascii: "{"))
    for member in members {
      if normalised.count > 1 { normalised.append(UInt8(ascii: ",")) }
      if JSONText.areEqual(text.extracting(member.name), "args") {
        JSONText.append(text, member.start..<member.value.lowerBound, to: &normalised)
        append(args, of: text, and: plan, to: &normalised)
      } else {
        JSONText.append(text, member.all, to: &normalised)
      }
    }
    normalised.append(UInt8(ascii: "}"))
  }

  /// Appends an object of the members that are given, and of the defaults that are not.
  private static func append(_ given: [CanonicalMember], of text: Span<UInt8>, and plan: CreatePlan, to object: inout [UInt8]) {
    var isFirst = true
    func append(_ member: CanonicalMember, of text: Span<UInt8>) {
      object.append(UInt8(ascii: isFirst ? "{" : ","))
      isFirst = false
      JSONText.append(text, member.all, to: &object)
    }
    let defaults = plan.defaults.span
    var next = 0
    for member in given {
      let name = text.extracting(member.name)
      while next < plan.members.count {
        let other = defaults.extracting(plan.members[next].name)
        if JSONText.isAscending(name, other) { break }
        if !JSONText.areEqual(name, other) { append(plan.members[next], of: defaults) }
        next += 1
      }
      append(member, of: text)
    }
    for member in plan.members[next...] { append(member, of: defaults) }
    if isFirst { object.append(UInt8(ascii: "{")) }
    object.append(UInt8(ascii: "}"))
  }
}
