import GRDB
import TollgateCore

extension Callback {
  init(row: Row) throws {
    self.init(
      id: try row.required(CallbackID(try row.decode(Int64.self, atIndex: 0)), "a callback's id"),
      generation: try row.generationNumber(1), serial: try row.value(2), key: try row.keyID(3), receiver: try row.value(4),
      url: try row.value(5), baseURL: try row.decode(String?.self, atIndex: 6), createdAt: try row.timestamp(7),
      state: try row.required(CallbackState(rawValue: try row.value(8)), "a callback's state"),
      dueAt: try row.timestampIfPresent(9), readyAt: try row.timestampIfPresent(10), attempts: try row.value(11),
      lastStatus: try row.decode(Int?.self, atIndex: 12), lastReason: try row.decode(String?.self, atIndex: 13),
      endedAt: try row.timestampIfPresent(14))
  }
}
