package import TollgateCore

/// The page that a scraper reads: what was reported, what the gateway knows, and what the books say.
package struct MetricsPage: MetricsSource {
  /// What does not change while the program runs.
  package struct Facts: Sendable {
    let version: String
    /// How many bytes of files are kept before some go; `nil` where none are kept.
    let keptLimit: Int64?

    package init(version: String, keptLimit: Int64?) {
      self.version = version
      self.keptLimit = keptLimit
    }
  }

  private let registry: MetricsRegistry
  private let source: any FigureSource
  private let facts: Facts
  private let time: any TimeSource

  package init(registry: MetricsRegistry, source: any FigureSource, facts: Facts, time: any TimeSource) {
    self.registry = registry
    self.source = source
    self.facts = facts
    self.time = time
  }

  package func page() async -> [UInt8] {
    // The books first: what memory says is then no older than they are.
    let books = await source.bookFigures()
    let figures = source.figures()
    var samples = registry.samples()
    samples.add(
      .info, facts.version, "\(figures.store.schema)", figures.store.engine, value: .whole(1))
    samples.add(.scrapeProblem, count: books == nil ? 1 : 0)
    samples.add(figures)
    if let books { samples.add(books, at: time.now()) }
    if let limit = facts.keptLimit { samples.add(.keptLimit, count: limit) }
    LogCounts.add(to: &samples)
    ProcessFigures().add(to: &samples)
    var text = MetricText()
    text.append(MetricFamily.all + samples.others, of: samples)
    return text.bytes
  }
}
