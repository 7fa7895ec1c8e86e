import TollgateCore

/// Whole numbers with a unit, such as `25s` or `16MiB`, in a smallest unit.
package struct UnitTable: Sendable {
  /// Each unit's name and its size in the smallest unit, the preferred spelling first among equals.
  let units: [(name: String, size: Int64)]

  /// Times in milliseconds.
  package static let time = UnitTable(units: [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)])

  /// Sizes in bytes. KB is 1000 bytes, KiB is 1024.
  package static let size = UnitTable(units: [
    ("TiB", 1 << 40), ("TB", 1_000_000_000_000), ("GiB", 1 << 30), ("GB", 1_000_000_000), ("MiB", 1 << 20), ("MB", 1_000_000),
    ("KiB", 1 << 10), ("KB", 1000), ("B", 1),
  ])

  /// The value in the smallest unit.
  ///
  /// - Returns: `nil` unless the text is digits and a unit, without a space, within `Int64`.
  package func read(_ text: String) -> Int64? {
    let digits = text.utf8.prefix(while: \.isASCIIDigit)
    let name = text[digits.endIndex...]
    guard let unit = units.first(where: { $0.name == name }), let count = Int64(Substring(digits)) else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.size)
    return overflow ? nil : product
  }

  /// The spelling with the smallest whole number.
  func spell(_ value: Int64) -> String {
    let exact = units.first { value != 0 && value % $0.size == 0 }
    return exact.map { "\(value / $0.size)\($0.name)" } ?? "0\(units.last?.name ?? "")"
  }

  /// What was probably meant by a number without a unit, with one in another case, or with a space.
  func correction(of text: String, unitWhenMissing: String) -> String? {
    let digits = text.utf8.prefix(while: \.isASCIIDigit)
    guard !digits.isEmpty else { return nil }
    let name = text[digits.endIndex...].lowercased().filter { $0 != " " }
    let unit = name.isEmpty ? unitWhenMissing : units.first { $0.name.lowercased() == name }?.name
    return unit.map { String(Substring(digits)) + $0 }
  }
}
