import ArgumentParser
import Logging
import NIOCore
import ShortAPISimulator
import TollgateCore
import TollgateTelemetry

struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a ShortAPI on this machine that costs nothing and fails when it is told to.",
    usage: "tollgate simulate [<options>]",
    discussion: """
      It takes creates, lets their jobs run for a while and hosts small real files as results. Any key is accepted.

        tollgate simulate
        export TOLLGATE_UPSTREAM_BASE_URL=http://127.0.0.1:8081 SHORTAPI_KEY=any
        tollgate serve

      A fault says on which call it happens (create, query or file), its kind, and what else the kind needs, such as times, \
      probability or status; as JSON or, shorter, with colons:

        tollgate simulate --fault '{"on": "create", "kind": "html", "times": 3}'
        tollgate simulate --fault create:html:status=503,times=3
        tollgate simulate --fault create:dropAfter:probability=0.05 --seed 7

      Kinds: \(Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")).

      While it runs, the control API does the same and shows what happened:

        CONTROL=http://127.0.0.1:8081/control
        curl $CONTROL/faults -d '{"on": "create", "kind": "neverAnswer"}'
        curl -X DELETE $CONTROL/faults
        curl $CONTROL/stats
        curl $CONTROL/jobs
        curl $CONTROL/jobs/ID -d '{"action": "fail", "refund": "full"}'
        curl $CONTROL/jobs/ID -d '{"action": "succeed"}'
      """)

  @Option(help: "The address to listen on.")
  var host = SimulatorConfiguration().host

  @Option(help: "The port to listen on; 0 for any free one. (default: 8081)", transform: ArgumentReading.port)
  var port = SimulatorConfiguration().port

  @Option(
    help: ArgumentHelp("How long a job runs, such as 250ms or 10s. (default: 3s)", valueName: "duration"),
    transform: ArgumentReading.duration)
  var jobDuration: Duration?

  @Option(
    help: ArgumentHelp("How long result files can be downloaded, such as 10m. (default: 1h)", valueName: "duration"),
    transform: ArgumentReading.duration)
  var fileLifetime: Duration?

  @Option(
    help: ArgumentHelp("The size of every result file, such as 500MB. (default: small)", valueName: "size"),
    transform: ArgumentReading.size)
  var fileSize: ByteCount?

  @Option(
    help: ArgumentHelp(
      "The referee's log: one line of JSON for each accepted job, synced to disk before the answer. Jobs of earlier runs are "
        + "taken up from it.", valueName: "file"),
    completion: .file())
  var log: String?

  @Option(help: "The seed of everything that happens by chance.")
  var seed = SimulatorConfiguration().seed

  @Option(
    help: ArgumentHelp("The fraction of jobs that fail, with a refund, such as 0.1.", valueName: "fraction"),
    transform: ArgumentReading.fraction)
  var failJobs: Double?

  @Option(
    help: ArgumentHelp("The price of models with no known price, in dollars. (default: 0.05)", valueName: "dollars"),
    transform: ArgumentReading.dollars)
  var defaultPrice: Money?

  @Option(
    help: ArgumentHelp("Something to go wrong from the start; may be repeated.", valueName: "fault"), transform: Self.fault)
  var fault: [Fault] = []

  func run() async throws {
    var configuration = SimulatorConfiguration()
    configuration.host = host
    configuration.port = port
    configuration.jobDuration = jobDuration ?? configuration.jobDuration
    configuration.fileLifetime = fileLifetime ?? configuration.fileLifetime
    configuration.fileSize = fileSize
    configuration.log = log
    configuration.seed = seed
    configuration.defaultPrice = defaultPrice ?? configuration.defaultPrice
    configuration.faults = fault
    if let failJobs { configuration.faults.append(Fault(on: .create, .failJob).with { $0.probability = failJobs }) }

    let logger = Telemetry.bootstrap(level: LogLevel(.info), format: .text)
    let simulator = Simulator(configuration: configuration, logger: logger)
    let service = ExplainedService(simulator) { [host, port] error in
      let sentence =
        error is IOError
        ? "Cannot listen on \(host):\(port): \(Words.reason(of: error)); choose another --host or --port."
        : "The simulator stopped: \(Words.reason(of: error))."
      return CommandFailure(.configuration, sentence)
    }
    try await ProcessEnd.run(on: service, [], until: ProcessEnd.signals(), stoppingWithin: .seconds(5), logger: logger)
  }

  private static func fault(_ text: String) throws -> Fault {
    do throws(SimulatorInputError) { return try Fault(argument: text) } catch { throw ValidationError("\(error).") }
  }
}
