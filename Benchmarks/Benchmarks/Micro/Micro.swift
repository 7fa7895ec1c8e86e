import Benchmark
import MicroOperations

let benchmarks: @Sendable () -> Void = {
  for operation in MicroOperation.all {
    let isLong = operation.byteCount > 1_000_000
    Benchmark(
      operation.name,
      configuration: .init(
        metrics: [.wallClock, .throughput], scalingFactor: isLong ? .one : .kilo, maxDuration: .seconds(2)),
      closure: { benchmark, run in blackHole(run(benchmark.scaledIterations.count)) },
      setup: {
        let run = operation.prepare()
        _ = run(2)
        return run
      })
  }
}
