/// A stored value that cannot be: the database was changed by hand, or a bit of it flipped.
package struct DamagedRow: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}
