import TollgateCore

/// A gateway of whom a test says what it knows.
struct FixedFigures: FigureSource {
  var memory = GatewayFigures(
    store: StoreCondition(engine: "SQLite 3", schema: 11, trouble: nil, commits: 0, sinceCommit: nil, waiting: 0))
  /// `nil` where the books cannot be read.
  var books: BookFigures? = BookFigures()

  func figures() -> GatewayFigures { memory }

  func bookFigures() async -> BookFigures? { books }
}
