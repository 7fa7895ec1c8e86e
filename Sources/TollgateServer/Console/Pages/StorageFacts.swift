import TollgateCore

/// What is kept and how much room that takes, in words.
enum StorageFacts {
  static func facts(of storage: StorageSummary, _ calendar: ConsoleCalendar) -> [Fact] {
    let files = storage.files
    let room = files.limit.map { " of \(ShownText.bytes($0))" } ?? ""
    var facts = [
      Fact("Purchases", ShownText.count(Int(storage.purchases.count))),
      Fact("Files", "\(ShownText.count(files.count, "file", "files")), \(ShownText.bytes(files.bytes))\(room)"),
      Fact(
        "Database",
        "\(ShownText.bytes(storage.database.bytes)), of which \(ShownText.bytes(storage.database.freeBytes)) are free"),
      Fact("Write-ahead log", ShownText.bytes(storage.database.logBytes)),
    ]
    if let first = storage.purchases.firstAt { facts.insert(Fact("Since", at: calendar.shown(first)), at: 1) }
    return facts
  }
}
