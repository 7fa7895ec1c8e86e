/// How one kind of value is written in the file and in the environment.
struct ScalarFormat<Value> {
  /// What a value must be, to complete "… must be".
  let expectation: String
  /// The value of a text, or `nil` where the text is no such value.
  let parse: (String) -> Value?
  /// The value as YAML that reads back as the same value.
  let spell: (Value) -> String
  /// More about a text that is no such value, such as what was probably meant: a sentence's continuation or end.
  var hint: (String) -> String? = { _ in nil }
  /// Whether texts and values are kept out of errors and of `config show`.
  var isSecret = false
  /// What null means, where it is allowed.
  var null: Value?
}

extension ScalarFormat where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the cases' names.
  static var choice: ScalarFormat {
    let names = Value.allCases.map(\.rawValue)
    return ScalarFormat(
      expectation: "one of " + names.joined(separator: ", "),
      parse: { Value(rawValue: $0) },
      spell: { YAMLText.scalar($0.rawValue) },
      hint: { text in Spelling.closest(to: text, among: names).map { "; did you mean \(quote($0))?" } })
  }
}
