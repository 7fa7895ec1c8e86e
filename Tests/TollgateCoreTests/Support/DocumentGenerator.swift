import TollgateTestSupport

/// A value as the property tests see it, told apart without any of the code under test.
indirect enum TestNode: Equatable {
  case null
  case bool(Bool)
  /// ± 0.digits × 10^point, the digits without zeros at either end; no digits are zero.
  case number(isNegative: Bool, digits: [UInt8], point: Int)
  case string([UInt32])
  case array([TestNode])
  case object([(name: [UInt32], value: TestNode)])

  static func text(_ text: String) -> TestNode { .string(text.unicodeScalars.map(\.value)) }

  static func == (left: TestNode, right: TestNode) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let leftSign, let leftDigits, let leftPoint), .number(let rightSign, let rightDigits, let rightPoint)):
      leftDigits == rightDigits && (leftDigits.isEmpty || leftSign == rightSign && leftPoint == rightPoint)
    case (.string(let left), .string(let right)): left == right
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)):
      left.count == right.count
        && left.allSatisfy { member in right.contains { $0.name == member.name && $0.value == member.value } }
    default: false
    }
  }
}

/// Makes random values and small changes to them.
struct DocumentGenerator {
  var random: SeededGenerator

  /// Scalars of every length in UTF-8, of every kind of escape, and pairs that look the same.
  private static let scalars: [UInt32] = [
    0x61, 0x62, 0x41, 0x20, 0x30, 0x35, 0x2F, 0x22, 0x5C, 0x0A, 0x09, 0x00, 0x1F, 0x7F, 0xE9, 0x301, 0x65, 0x3A9, 0x2126,
    0x2028, 0xD7FF,
    0xE000, 0xFFFF, 0x1F600, 0x10FFFF,
  ]

  mutating func value(depth: Int) -> TestNode {
    switch random.below(depth > 0 ? 9 : 6) {
    case 0: .null
    case 1: .bool(random.chance(1, in: 2))
    case 2, 3: number()
    case 4, 5: .string(string())
    case 6: .array((0..<random.below(4)).map { _ in value(depth: depth - 1) })
    default: object(depth: depth - 1)
    }
  }

  mutating func object(depth: Int) -> TestNode {
    var members: [(name: [UInt32], value: TestNode)] = []
    for _ in 0..<random.below(4) {
      let name = string()
      if !members.contains(where: { $0.name == name }) { members.append((name, value(depth: depth))) }
    }
    return .object(members)
  }

  mutating func string() -> [UInt32] {
    (0..<random.below(random.chance(1, in: 8) ? 24 : 5)).map { _ in Self.scalars[random.below(Self.scalars.count)] }
  }

  mutating func number() -> TestNode {
    let count = random.below(random.chance(1, in: 6) ? 30 : 4)
    var digits = (0..<count).map { _ in UInt8(random.below(10)) }
    if let first = digits.indices.first { digits[first] = UInt8(1 + random.below(9)) }
    if let last = digits.indices.last { digits[last] = UInt8(1 + random.below(9)) }
    let point = digits.isEmpty ? 0 : random.below(12) - 4 + (random.chance(1, in: 8) ? 20 : 0)
    return .number(isNegative: !digits.isEmpty && random.chance(1, in: 3), digits: digits, point: point)
  }

  /// Another value that differs in one place.
  mutating func changed(_ node: TestNode) -> TestNode {
    switch node {
    case .object(var members) where !members.isEmpty:
      let index = random.below(members.count)
      switch random.below(6) {
      case 0: members.remove(at: index)
      case 1: members[index].name = newName(besides: members)
      default: members[index].value = changed(members[index].value)
      }
      return .object(members)
    case .object(var members):
      members.append((string(), .null))
      return .object(members)
    case .array(var elements) where !elements.isEmpty:
      let index = random.below(elements.count)
      switch random.below(6) {
      case 0: elements.remove(at: index)
      case 1: elements.insert(elements[index], at: index)
      default: elements[index] = changed(elements[index])
      }
      return .array(elements)
    case .array: return random.chance(1, in: 2) ? .object([]) : .array([.null])
    case .null: return random.chance(1, in: 2) ? .text("null") : .bool(false)
    case .bool(let bool): return random.chance(1, in: 2) ? .bool(!bool) : .text(bool ? "true" : "false")
    case .number(let isNegative, let digits, let point): return changedNumber(isNegative, digits, point)
    case .string(var scalars):
      if !scalars.isEmpty, random.chance(1, in: 2) {
        // Also into what looks the same: ohm sign and omega, é as one scalar and as two.
        let index = random.below(scalars.count)
        switch scalars[index] {
        case 0x3A9: scalars[index] = 0x2126
        case 0x2126: scalars[index] = 0x3A9
        case 0xE9: scalars.replaceSubrange(index...index, with: [0x65, 0x301])
        case 0x61: scalars[index] = 0x41
        default: scalars.remove(at: index)
        }
      } else {
        scalars.insert(0x7A, at: random.below(scalars.count + 1))
      }
      return .string(scalars)
    }
  }

  private mutating func changedNumber(_ isNegative: Bool, _ digits: [UInt8], _ point: Int) -> TestNode {
    if digits.isEmpty { return random.chance(1, in: 2) ? .text("0") : .number(isNegative: false, digits: [1], point: 1) }
    switch random.below(4) {
    case 0: return .number(isNegative: !isNegative, digits: digits, point: point)
    case 1: return .number(isNegative: isNegative, digits: digits, point: point + 1)
    case 2: return .number(isNegative: isNegative, digits: digits + [1], point: point)
    default:
      let whole = digits.map(String.init).joined() + String(repeating: "0", count: max(0, point - digits.count))
      return .text(whole)
    }
  }

  private mutating func newName(besides members: [(name: [UInt32], value: TestNode)]) -> [UInt32] {
    var name = string()
    while members.contains(where: { $0.name == name }) { name.append(0x7A) }
    return name
  }
}
