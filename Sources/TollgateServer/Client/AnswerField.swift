import HTTPTypes
import TollgateCore

/// The header fields by which a create is told how its job came to be, and how its limits stand.
enum AnswerField {
  case cacheStatus
  case age
  case charged
  case saved
  case generation
  case notice
  case rateLimitPolicy
  case rateLimit

  var name: HTTPField.Name {
    switch self {
    case .cacheStatus: .cacheStatus
    case .age: .age
    case .charged: .tollgateCharged
    case .saved: .tollgateSaved
    case .generation: .tollgateGeneration
    case .notice: .tollgateNotice
    case .rateLimitPolicy: .rateLimitPolicy
    case .rateLimit: .rateLimit
    }
  }

  /// The name as it stands in front of a value.
  var label: StaticString {
    switch self {
    case .cacheStatus: "Cache-Status: "
    case .age: "Age: "
    case .charged: "Tollgate-Charged: "
    case .saved: "Tollgate-Saved: "
    case .generation: "Tollgate-Generation: "
    case .notice: "Tollgate-Notice: "
    case .rateLimitPolicy: "RateLimit-Policy: "
    case .rateLimit: "RateLimit: "
    }
  }
}

/// What the fields of an answer are written to, piece by piece. Both lanes say the same in their own form.
protocol AnswerFieldWriter {
  /// Begins a field.
  mutating func begin(_ field: AnswerField)
  /// Adds to the value of the field that was begun.
  mutating func write(_ text: StaticString)
  mutating func write(_ text: String)
  mutating func write(_ digits: DecimalDigits)
  /// Ends the field.
  mutating func end()
}

extension AnswerFieldWriter {
  /// Writes a whole field.
  mutating func write(_ field: AnswerField, _ text: StaticString) {
    begin(field)
    write(text)
    end()
  }

  mutating func write(_ field: AnswerField, _ text: String) {
    begin(field)
    write(text)
    end()
  }

  mutating func write(_ field: AnswerField, _ digits: DecimalDigits) {
    begin(field)
    write(digits)
    end()
  }
}

/// The main lane's form.
struct HeaderFieldWriter: AnswerFieldWriter {
  private(set) var fields = HTTPFields()
  private var value = ""
  private var name: HTTPField.Name?

  mutating func begin(_ field: AnswerField) { name = field.name }

  mutating func write(_ text: StaticString) { value += text.description }

  mutating func write(_ text: String) { value += text }

  mutating func write(_ digits: DecimalDigits) { value += digits.description }

  mutating func end() {
    if let name { fields.append(HTTPField(name: name, value: value)) }
    value = ""
  }
}
