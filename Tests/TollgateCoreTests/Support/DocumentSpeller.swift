import TollgateTestSupport

/// Writes a value in one of its many spellings: members in any order, white space, escapes, number forms.
struct DocumentSpeller {
  var random: SeededGenerator
  private(set) var bytes: [UInt8] = []
  private static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

  init(random: SeededGenerator) { self.random = random }

  mutating func spell(_ node: TestNode) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    write(node)
    return bytes
  }

  private mutating func write(_ node: TestNode) {
    space()
    switch node {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
    case .number(let isNegative, let digits, let point): write(isNegative: isNegative, digits, point: point)
    case .string(let scalars): write(scalars)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        write(element)
      }
      space()
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      var order = Array(members.indices)
      for index in order.indices.dropLast() { order.swapAt(index, index + random.below(order.count - index)) }
      for (place, index) in order.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        space()
        write(members[index].name)
        space()
        bytes.append(UInt8(ascii: ":"))
        write(members[index].value)
      }
      space()
      bytes.append(UInt8(ascii: "}"))
    }
    space()
  }

  private mutating func space() {
    while random.chance(1, in: 8) { bytes.append(Self.whiteSpace[random.below(4)]) }
  }

  private mutating func write(isNegative: Bool, _ digits: [UInt8], point: Int) {
    if isNegative || (digits.isEmpty && random.chance(1, in: 4)) { bytes.append(UInt8(ascii: "-")) }
    // Zeros on either side, the point anywhere, and the exponent that makes up for it.
    let leading = random.below(3)
    let row = [UInt8](repeating: 0, count: leading) + digits + [UInt8](repeating: 0, count: random.below(3))
    let place = random.below(row.count + 1)
    let exponent = digits.isEmpty ? random.below(900) - 450 : point - (place - leading)
    let whole = row[..<place].drop { $0 == 0 }
    if whole.isEmpty { bytes.append(UInt8(ascii: "0")) }
    for digit in whole { bytes.append(UInt8(ascii: "0") + digit) }
    if place < row.count {
      bytes.append(UInt8(ascii: "."))
      for digit in row[place...] { bytes.append(UInt8(ascii: "0") + digit) }
    }
    if exponent != 0 || random.chance(1, in: 4) {
      bytes.append(random.chance(1, in: 2) ? UInt8(ascii: "e") : UInt8(ascii: "E"))
      if exponent < 0 { bytes.append(UInt8(ascii: "-")) } else if random.chance(1, in: 2) { bytes.append(UInt8(ascii: "+")) }
      if random.chance(1, in: 4) { bytes.append(UInt8(ascii: "0")) }
      bytes.append(contentsOf: String(abs(exponent)).utf8)
    }
  }

  private mutating func write(_ scalars: [UInt32]) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in scalars {
      let mustEscape = scalar < 0x20 || scalar == 0x22 || scalar == 0x5C
      if mustEscape || random.chance(1, in: 6) { writeEscaped(scalar) } else { writeRaw(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func writeRaw(_ scalar: UInt32) {
    switch scalar {
    case ..<0x80: bytes.append(UInt8(scalar))
    case ..<0x800: bytes += [0xC0 | UInt8(scalar >> 6), 0x80 | UInt8(scalar & 63)]
    case ..<0x10000: bytes += [0xE0 | UInt8(scalar >> 12), 0x80 | UInt8(scalar >> 6 & 63), 0x80 | UInt8(scalar & 63)]
    default:
      bytes += [
        0xF0 | UInt8(scalar >> 18), 0x80 | UInt8(scalar >> 12 & 63), 0x80 | UInt8(scalar >> 6 & 63), 0x80 | UInt8(scalar & 63),
      ]
    }
  }

  private mutating func writeEscaped(_ scalar: UInt32) {
    let short: UInt8? =
      switch scalar {
      case 0x22, 0x5C, 0x2F: UInt8(scalar)
      case 0x0A: 0x6E
      case 0x09: 0x74
      default: nil
      }
    if let short, random.chance(1, in: 2) {
      bytes.append(0x5C)
      bytes.append(short)
    } else if scalar < 0x10000 {
      writeUnit(scalar)
    } else {
      writeUnit(0xD800 + (scalar - 0x10000) >> 10)
      writeUnit(0xDC00 + (scalar - 0x10000) & 0x3FF)
    }
  }

  private mutating func writeUnit(_ unit: UInt32) {
    bytes.append(0x5C)
    bytes.append(0x75)
    let letter: UInt8 = random.chance(1, in: 2) ? 0x61 : 0x41
    var shift: UInt32 = 16
    while shift > 0 {
      shift -= 4
      let digit = UInt8(truncatingIfNeeded: unit &>> shift) & 15
      bytes.append(digit < 10 ? 0x30 + digit : letter + digit - 10)
    }
  }
}
