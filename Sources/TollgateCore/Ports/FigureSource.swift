/// What a scraper's page is made of, as the gateway knows it.
package protocol FigureSource: Sendable {
  /// What memory knows. It waits for nothing.
  func figures() -> GatewayFigures

  /// What the books say; `nil` where they could not be read in time.
  func bookFigures() async -> BookFigures?
}

/// The page that a scraper reads.
package protocol MetricsSource: Sendable {
  /// The figures of this moment, in the Prometheus text format 0.0.4. It ends soon, whatever the store does.
  func page() async -> [UInt8]
}
