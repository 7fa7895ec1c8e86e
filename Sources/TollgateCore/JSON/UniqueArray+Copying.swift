import BasicContainers

extension UniqueArray {
  /// Appends a part of another array. A span of one stored property cannot be handed to a change of its neighbour.
  mutating func append(copying other: borrowing UniqueArray, _ range: Range<Int>) {
    append(copying: other.span.extracting(range))
  }
}
