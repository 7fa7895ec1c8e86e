/// A set of fields, one bit for each.
struct KnownFields: OptionSet, Sendable {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }

  init(_ field: KnownField) { rawValue = 1 << UInt64(field.rawValue) }

  init(_ fields: KnownField...) { rawValue = fields.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }
}
