package import TollgateCore

/// The page that a scraper reads: what was reported, what the gateway knows, and what the books say.
package struct MetricsPage: MetricsSource {
  private let registry: MetricsRegistry
  private let source: any FigureSource
  private let version: String
  private let time: any TimeSource

  /// - Parameters:
  ///   - registry: what was reported.
  ///   - source: what the gateway knows, and what the books say.
  ///   - version: the program's.
  ///   - time: the clock that ages are told by.
  package init(registry: MetricsRegistry, source: any FigureSource, version: String, time: any TimeSource) {
    self.registry = registry
    self.source = source
    self.version = version
    self.time = time
  }

  package func page() async -> [UInt8] {
    // The books first: what memory says is then no older than they are.
    let books = await source.bookFigures()
    let figures = source.figures()
    var samples = registry.samples()
    samples.add(
      .info, version, "\(figures.store.schema)", figures.store.engine, value: .whole(1))
    samples.add(.scrapeProblem, count: books == nil ? 1 : 0)
    samples.add(figures)
    if let books { samples.add(books, at: time.now()) }
    LogCounts.add(to: &samples)
    ProcessFigures().add(to: &samples)
    var text = MetricText()
    text.append(MetricFamily.all + samples.others, of: samples)
    return text.bytes
  }
}
