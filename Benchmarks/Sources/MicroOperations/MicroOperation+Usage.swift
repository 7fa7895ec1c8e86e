import Foundation
import TollgateCore
import TollgateEngine

extension MicroOperation {
  static let usage: [MicroOperation] = [
    // A create that is refused, and one that is answered with one of a thousand results.
    counting("count-refusal", results: 0), counting("count-hit", results: 1000),
  ]

  private static func counting(_ name: String, results: Int) -> MicroOperation {
    MicroOperation(name) {
      let now = SystemTimeSource().now()
      let meter = UsageMeter(calendar: LedgerCalendar(timeZone: .gmt)) { Catalogue.builtIn.names($0) }
      let key = Key(
        id: KeyID(truncating: [UInt8](repeating: 0xA1, count: 16)), name: "alice", team: "design", origin: .created,
        createdAt: now)
      let model = "google/nano-banana-2/text-to-image"
      var endings = (0..<Int64(results)).map {
        CreateEnding(
          outcome: .hit, model: model, saved: Money(nanodollars: 40_000_000), generation: GenerationNumber($0 + 1))
      }
      if endings.isEmpty { endings = [CreateEnding(model: model)] }
      // Room for all of them is made with the first round of each second.
      for ending in endings { meter.count(ending, of: key, at: now) }
      return { [endings] count in
        for number in 0..<count { meter.count(endings[number % endings.count], of: key, at: now) }
        return count
      }
    }
  }
}
