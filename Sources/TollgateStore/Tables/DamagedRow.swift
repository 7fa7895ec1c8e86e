/// A stored value that this binary cannot read: the database was changed by hand, or a bit of it flipped.
struct DamagedRow: Error, CustomStringConvertible {
  let description: String
}
