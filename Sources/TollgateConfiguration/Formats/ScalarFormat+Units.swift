import TollgateCore

extension ScalarFormat<Duration> {
  /// A duration such as `250ms`, `5s`, `10m`, `12h`, `30d`.
  static func duration(_ range: ClosedRange<Duration>) -> ScalarFormat {
    let table = UnitTable.time
    func spell(_ value: Duration) -> String { table.spell(value.wholeMilliseconds) }
    func parse(_ text: String) -> Duration? {
      guard let milliseconds = table.read(text) else { return nil }
      let value = Duration.milliseconds(milliseconds)
      return range.contains(value) ? value : nil
    }
    return ScalarFormat(
      expectation: "a duration from \(spell(range.lowerBound)) to \(spell(range.upperBound)), "
        + "a whole number with ms, s, m, h or d such as 250ms or 10m",
      parse: parse,
      spell: spell,
      hint: { table.correction(of: $0, unitWhenMissing: "s").flatMap { parse($0) == nil ? nil : "; did you mean \($0)?" } })
  }
}

extension ScalarFormat<ByteCount> {
  /// A size such as `64KB`, `1GB`, `512MiB`.
  static func size(_ range: ClosedRange<ByteCount>) -> ScalarFormat {
    let table = UnitTable.size
    func spell(_ value: ByteCount) -> String { table.spell(Int64(value.bytes)) }
    func parse(_ text: String) -> ByteCount? {
      guard let bytes = table.read(text).flatMap(Int.init(exactly:)) else { return nil }
      let value = ByteCount(bytes: bytes)
      return range.contains(value) ? value : nil
    }
    return ScalarFormat(
      expectation: "a size from \(spell(range.lowerBound)) to \(spell(range.upperBound)), "
        + "a whole number with B, KB, MB, GB, KiB, MiB or GiB such as 64KB or 16MiB",
      parse: parse,
      spell: spell,
      hint: { table.correction(of: $0, unitWhenMissing: "B").flatMap { parse($0) == nil ? nil : "; did you mean \($0)?" } })
  }
}

extension ScalarFormat<Duration?> {
  /// A duration, or `off`.
  static func durationOrOff(_ range: ClosedRange<Duration>) -> ScalarFormat {
    let duration = ScalarFormat<Duration>.duration(range)
    return ScalarFormat(
      expectation: "\(duration.expectation), or off",
      parse: { text in text == "off" ? .some(nil) : duration.parse(text).map(Optional.some) },
      spell: { $0.map(duration.spell) ?? "off" },
      hint: duration.hint)
  }
}
